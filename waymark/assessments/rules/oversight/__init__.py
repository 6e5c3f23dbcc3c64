"""How the global committee watches over national mechanisms."""
