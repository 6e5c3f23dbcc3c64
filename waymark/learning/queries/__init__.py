"""What is read of this room's rows, by who may read it."""
