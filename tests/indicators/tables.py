"""Small tables and a small list of indicators for the tests of this room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from hypothesis import strategies as st

from waymark.indicators.rules.answers import BREAKDOWN, LEAVE_OUT, Answers, plain_header
from waymark.indicators.rules.facts import Area, Indicator, Known
from waymark.indicators.rules.plan import Outcome, Plan, plan
from waymark.indicators.rules.rows import Options
from waymark.kernel import tables
from waymark.kernel.tables import Sheet

TODAY = date(2026, 3, 2)
INDICATORS = (
    Indicator("umf", "UMF-1.1.2", "%", ("Safely managed drinking water",)),
    Indicator("umf", "UMF-1.1.5", "per 100 000 people", ("Road deaths",)),
    Indicator("umf", "UMFX-2.3.a", "currency per worker", ("Output per worker",)),
    Indicator("sdg", "6.1.1", "%", ("Safely managed drinking water services",)),
    Indicator("sdg", "11.6.2", "ug/m3", ("Fine dust",)),
)
AREAS = (
    Area("0area1", "north", ("North", "الشمال")),
    Area("0area2", "harbour-side", ("Harbour Side",)),
)
KNOWN = Known(INDICATORS, AREAS)


def sheet(text: str | bytes, **options: str) -> Sheet:
    """Read a CSV written in a test."""
    data = text.encode() if isinstance(text, str) else text
    return tables.read_csv(data, **options)  # type: ignore[arg-type]


def plan_of(
    text: str,
    known: Known = KNOWN,
    *,
    framework: str = "umf",
    indicator: str = "",
    comma: bool = False,
    ignored: Sequence[str] = (),
    breakdowns: Sequence[str] = (),
    columns: Mapping[str, str] = MappingProxyType({}),
    words: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> Plan:
    """Plan a CSV written in a test; `columns` and `words` are answers of a person."""
    said = dict.fromkeys(map(plain_header, ignored), LEAVE_OUT)
    said |= dict.fromkeys(map(plain_header, breakdowns), BREAKDOWN)
    options = Options(framework, indicator, comma, Answers(said | columns, **words))
    return plan(sheet(text), known, options, as_of=TODAY)


def after(known: Known, done: Plan) -> Known:
    """What is known once a plan has been carried out."""
    values = dict(known.values)
    values.update({(change.series, change.days): change.after for change in done.values})
    goals = dict(known.goals) | {change.series: change.after for change in done.goals}
    series = known.series | {change.series for change in (*done.values, *done.goals)}
    return Known(known.indicators, known.areas, values, goals, series)


def counts(done: Plan) -> dict[str, int]:
    """The counts that are not nought."""
    return {str(name): count for name, count in done.counts.items() if count}


def keys(done: Plan) -> list[tuple[str, int | None, int | None]]:
    """Key, row and column of each problem."""
    return [(problem.key, problem.row, problem.column) for problem in done.problems]


ADDED, CHANGED, REFUSED = Outcome.ADDED, Outcome.CHANGED, Outcome.REFUSED


WORDS = st.one_of(
    st.sampled_from(["Citizens' satisfaction", "=1+1", "-", "'=x", "a,b;c|d", 'so "it" is', "١٢"]),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=40),
)
"""Texts in all scripts, and those that spreadsheets take for something else."""
