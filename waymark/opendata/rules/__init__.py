"""What this room decides: codes, questions, limits."""
