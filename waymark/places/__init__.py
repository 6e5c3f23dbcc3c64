"""Floor 2: countries, country groups with dates, and places."""
