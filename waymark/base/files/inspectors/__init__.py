"""What runs in the sandbox's child: reads one whole file of a claimed type, or says why not.

No module here may import Django. `entry` holds the functions that the parent names.
"""
