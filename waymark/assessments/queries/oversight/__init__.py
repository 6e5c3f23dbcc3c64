"""What the global committee and its secretariat read of national mechanisms."""
