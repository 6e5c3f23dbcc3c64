"""HTTP text to plain values."""
