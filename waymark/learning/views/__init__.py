"""One query or one action, one page."""
