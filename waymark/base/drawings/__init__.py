"""Pictures made from drawings.

Nothing is imported here, because the sandbox's child imports `render` and must stay clear of
Django.
"""
