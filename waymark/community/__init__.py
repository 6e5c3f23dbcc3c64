"""Needs, requests for support, matches and learning communities: what cities do together."""
