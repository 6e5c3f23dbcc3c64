"""Floor 6: cases, answers, evidence, reviews, reports, meetings and decisions."""
