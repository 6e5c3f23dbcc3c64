"""Spot checks: which cases are looked at again, by whom, and what comes of it."""
