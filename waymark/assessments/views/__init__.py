"""One query or one action, one template."""
