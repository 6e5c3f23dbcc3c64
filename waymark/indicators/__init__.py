"""Floor 4: frameworks, indicators, series, observations, targets and imports."""
