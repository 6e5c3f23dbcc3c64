"""The rules of voluntary reviews."""
