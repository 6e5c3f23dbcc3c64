"""A country's adaptation: written, discussed, endorsed by the global body, brought into force."""
