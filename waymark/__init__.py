"""Waymark: from a city's data and self-assessment to a certificate that anyone can verify."""
