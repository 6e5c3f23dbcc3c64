"""Files with data of other software, brought to one form: a head, then blocks of rows.

Each kind of source has a reader that runs in the sandbox and writes this form; planning reads it.
Rows in are rows of blocks plus refusals, whatever the kind.
"""
