"""Measures speed and weight on a generated world: figures, never a verdict by the clock."""
