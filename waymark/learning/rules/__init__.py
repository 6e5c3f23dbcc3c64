"""What decides in this room: plain Python."""
