"""Floor 8: the public site and the demo world."""
