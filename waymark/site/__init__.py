"""Floor 9: settings, root addresses, the server and the command line."""
