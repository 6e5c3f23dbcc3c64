"""Floor 4: what helps a city to close a gap. Tools, guides, courses, communities and offers."""
