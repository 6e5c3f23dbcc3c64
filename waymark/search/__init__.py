"""The index of everything that can be found: what rooms hand in, and the box that asks it.

It knows no room. Rooms above hand in entries (`store.keep`), the portal asks (`queries.search`).
"""
