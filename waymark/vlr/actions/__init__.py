"""Writes of voluntary reviews."""
