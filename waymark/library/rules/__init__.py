"""What the library decides: plain Python."""
