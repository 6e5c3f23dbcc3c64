"""Charts and maps of a place's indicators, each with its table and all that one can take away.

They are made from what is seen (`rules.seen`), wherever that was read from, so that the pages of a
city, public pages and embedded ones show the same drawing.
"""
