"""What holds of indicators, values, targets and imports, as plain Python."""
