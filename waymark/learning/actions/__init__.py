"""What changes this room's rows, one function per verb."""
