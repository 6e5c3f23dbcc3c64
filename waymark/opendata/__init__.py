"""The door for data: public pages, a JSON API, SDMX, tables to take away."""
