"""What decides about calls and hubs; plain Python."""
