"""The columnar mirror at scale: a synthetic world, a full run, one city's page, one update."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from pathlib import Path

from benchmarks.measure import cpu, line, spent, title
from waymark.indicators.lake import analysis, mirror
from waymark.indicators.lake.engine import DuckEngine, connect, quoted
from waymark.indicators.lake.layout import COLUMNS, ORDER, Row, bucket_of, file_of

COUNTRIES, INDICATORS, YEARS = 50, 100, 15
PER_CITY = INDICATORS * YEARS * 10 // 3
"""Observations of a city: a total, two groups, and for a third of the indicators an area."""

_WORLD = f"""
SELECT
    c.place, '002' AS region, '50k-250k' AS size, 'i' || i AS indicator,
    (CASE WHEN i % 2 = 0 THEN 1 ELSE -1 END)::TINYINT AS direction,
    CASE WHEN s = 3 THEN c.place || '-north' ELSE '' END AS area,
    CASE s WHEN 1 THEN '{{"sex":"female"}}' WHEN 2 THEN '{{"sex":"male"}}' ELSE '' END AS dims,
    CASE s WHEN 0 THEN '' WHEN 3 THEN 'area' ELSE 'sex' END AS dimension,
    CASE s WHEN 0 THEN '' WHEN 1 THEN 'female' WHEN 2 THEN 'male' ELSE 'north' END AS category,
    '%' AS unit, (2010 + y)::SMALLINT AS year, make_date(2010 + y, 1, 1) AS first_day,
    make_date(2010 + y, 12, 31) AS last_day, TRUE AS yearly,
    20 + (hash(c.place, i, s) % 6000) / 100.0
        + y * ((hash(i, c.place) % 200) / 100.0 - 1) AS value,
    'A' AS status, 2030::SMALLINT AS target_year,
    CASE WHEN i % 3 = 0 THEN NULL ELSE 75.0 END AS target
FROM cities AS c, range({INDICATORS}) AS a(i), range({YEARS}) AS b(y), range(4) AS g(s)
WHERE s < 3 OR i % 3 = 0
"""


def run(millions: int) -> None:
    """Print what it costs to build, question and update a mirror of so many observations."""
    folder = Path(tempfile.mkdtemp(prefix="waymark-lake-"))
    try:
        cities = max(COUNTRIES, millions * 1_000_000 // PER_CITY)
        title(f"Mirror of {millions} million observations ({cities} cities, {COUNTRIES} countries)")
        with spent("building the files"):
            _build(folder, cities)
        size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
        line("on disk", f"{size / 1e6:10.0f} MB")
        _ask(folder)
        _change(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _city(number: int) -> tuple[str, str]:
    return f"city{number:06}", f"X{number % COUNTRIES:02}"


def _build(folder: Path, cities: int) -> None:
    buckets: dict[Path, list[str]] = defaultdict(list)
    for number in range(cities):
        place, country = _city(number)
        buckets[file_of("bench", country, bucket_of(place))].append(place)
    with connect() as connection:
        for path, places in buckets.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            connection.execute(
                "CREATE OR REPLACE TEMP TABLE cities AS SELECT unnest(?) AS place", [places]
            )
            names = ", ".join(COLUMNS)
            connection.execute(
                f"COPY (SELECT {names} FROM ({_WORLD}) ORDER BY {ORDER}) "
                f"TO {quoted(str(folder / path))} (FORMAT parquet, COMPRESSION zstd)"
            )


def _ask(folder: Path) -> None:
    engine = DuckEngine(folder)
    out = folder / "answer"
    with spent("progress of every series") as cost:
        rows = engine.write("progress", analysis.progress_parameters(), out)
        cost.note = f"{rows:,} series"
    with spent("gaps between all groups and areas") as cost:
        rows = engine.write("gaps", {"base_year": 2015}, out)
        cost.note = f"{rows:,} gaps"
    with spent("anonymous values by region") as cost:
        cost.note = f"{len(analysis.peers(engine, by='region', since=2015)):,} groups"
    with spent("coverage by country") as cost:
        cost.note = f"{len(analysis.coverage(engine)):,} countries"
    line("one city's page: all it has", cpu(lambda: _page(folder), runs=15), _note(folder))


def _page(folder: Path) -> int:
    """Find the file of a city and read all it has."""
    place, country = _city(7)
    engine = DuckEngine(folder, country=country, place=place, threads=1)
    return len(list(engine.rows("place", {"place": place, "framework": "bench"})))


def _note(folder: Path) -> str:
    return f"{_page(folder):,} rows, files found and opened each time"


def _change(folder: Path) -> None:
    place, country = _city(7)
    names = ", ".join(COLUMNS)
    with DuckEngine(folder, country=country, place=place).over() as connection:
        found = connection.execute(
            f"SELECT {names} FROM observations WHERE place = ?", [place]
        ).fetchall()
    rows = [(("bench", country, bucket_of(place)), Row(*row)) for row in found]
    with spent("one city mirrored again") as cost:
        _files, held = mirror.write_rows(folder, rows, only=[place])
        cost.note = f"{len(rows):,} of the {held:,} rows of its file"
