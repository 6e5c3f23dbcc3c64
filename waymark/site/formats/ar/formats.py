"""Numbers as Babel writes them; Django would put a comma before the decimals."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
