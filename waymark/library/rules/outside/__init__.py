"""What other catalogues tell of theirs: reading it safely, and what it means for ours."""
