"""Voluntary reviews: local, regional, subnational and national, and what they give each other."""
