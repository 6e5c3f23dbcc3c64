"""Floor 3: users, organisations, workspaces, bodies and seats."""
