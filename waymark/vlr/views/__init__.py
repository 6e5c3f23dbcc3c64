"""Pages of voluntary reviews."""
