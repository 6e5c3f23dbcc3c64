"""Where Django writes numbers and dates by itself, they look as everywhere else: as in CLDR."""
