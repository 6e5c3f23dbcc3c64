"""What the public site counts, and what people keep of it."""

from waymark.portal.queries.showing import Figure, figures, verify_address

__all__ = ["Figure", "figures", "verify_address"]
