"""Waymark: from a city's data and self-assessment to a certificate that anyone can verify."""

VERSION = "0.1.0"  # the same as in pyproject.toml, which a checkout that is not installed lacks
