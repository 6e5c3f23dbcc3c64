"""Reads of voluntary reviews."""
