"""What is typed of voluntary reviews."""
