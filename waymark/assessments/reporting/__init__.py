"""The stage report in words: one typed context, drawn as a page, as PDF and as plain text."""
