"""Planning the import of a large file, before and after its values are known."""

from __future__ import annotations

from datetime import date
from itertools import islice, product

from benchmarks.measure import cpu, line, title
from waymark.indicators.rules.facts import Area, Indicator, Known
from waymark.indicators.rules.plan import Plan, plan
from waymark.indicators.rules.rows import Options
from waymark.kernel.tables import Sheet

ROWS = 100_000
HEADER = ("indicator", "area", "sex", "age", "period", "value", "unit", "status", "source")
INDICATORS = tuple(Indicator("umf", f"UMF-{n // 10}.{n % 10}", "%", ()) for n in range(40))
AREAS = tuple(Area(f"0area{number}", f"area-{number}") for number in range(20))


def _sheet() -> Sheet:
    """A long table: indicators by area, sex, age and year."""
    names = ("", *(area.slug for area in AREAS))
    ages = ("", "0-14", "15-24", "25-64", "65+")
    every = product(INDICATORS, names, ("", "female", "male"), ages, range(2016, 2026))
    rows = tuple(
        (one.code, area, sex, age, str(year), f"{number % 9973 / 100}", "%", "A", "Census")
        for number, (one, area, sex, age, year) in enumerate(islice(every, ROWS))
    )
    return Sheet(HEADER, rows, tuple(range(2, len(rows) + 2)))


def run() -> None:
    """Print the figures."""
    title("Imports (CPU, pure rules)")
    sheet = _sheet()
    known = Known(INDICATORS, AREAS)

    def planned(held: Known) -> Plan:
        return plan(sheet, held, Options("umf"), as_of=date(2026, 1, 1))

    line(f"plan {ROWS:,} new rows", cpu(lambda: planned(known), runs=5, warm=1), "aim 2,000 ms")
    done = planned(known)
    values = {(change.series, change.days): change.after for change in done.values}
    series = frozenset(change.series for change in done.values)
    held = Known(INDICATORS, AREAS, values, series=series)
    line("plan them again, all known", cpu(lambda: planned(held), runs=5, warm=1))
