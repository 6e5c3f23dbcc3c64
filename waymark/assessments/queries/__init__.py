"""Reads of the room; every one starts from what the viewer may see (access.py)."""
