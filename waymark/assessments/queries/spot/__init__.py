"""Reads of spot checks: what can be drawn, how far draws are, and what came of checks."""
