"""`python -m waymark` is the `waymark` command."""

from waymark.site.cli import main

main()
