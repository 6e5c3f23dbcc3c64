"""Writes of this room. Import each from its module."""
