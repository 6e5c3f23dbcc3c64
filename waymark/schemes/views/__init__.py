"""Pages of mechanisms and their adaptations."""
