"""What a viewer may read."""
