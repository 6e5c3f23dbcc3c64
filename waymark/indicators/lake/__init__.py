"""The columnar mirror of all cities' series, for questions over many places at once.

The database is the record; here lies a copy of what is current, as Parquet files by framework,
country and bucket of places, rewritten bucket by bucket as cities change. Questions are SQL files
that run on DuckDB in this process and, where the data outgrow one machine, on Spark over the same
files: they keep to what both understand the same way, and a test compares their answers.

Nothing here orders cities, and what leaves it about several cities names none of them.
"""
