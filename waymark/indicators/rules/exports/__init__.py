"""A city's data in the formats of others, as pure functions: what it has in, files out.

Each format is a function from `Data` to files (name, content in pieces). Nothing here asks who may
see what: whoever makes the `Data` has decided that.
"""
