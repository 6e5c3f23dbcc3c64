"""Floor 5: schemes, editions and mechanisms."""
