"""What the portal does by the clock: the index of all that is public follows."""

from waymark.portal.finding import follow_public

__all__ = ["follow_public"]
