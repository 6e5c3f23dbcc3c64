"""Reads of schedules and invoices; who reviews or decides sees neither."""
