"""Writes of the room: one function per verb."""
