"""What decides in this room, in plain Python."""
