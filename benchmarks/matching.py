"""Matching: how well judged gaps and needs are answered, beside plain order by topic, and how fast.

`judged_gaps.csv` has our own judgement, made before anything was measured: for each gap (a
criterion in a stage) and need (topics), with the languages, region and country groups of a city,
the entries of the shipped catalogue that help most (2) or somewhat (1).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import cpu, line, title
from benchmarks.search import ndcg
from waymark.library.data import shipped
from waymark.library.rules.catalogue import Entry
from waymark.library.rules.matching import Ask, Catalogue, CityFacts, Known, matches

JUDGED = Path(__file__).with_name("judged_gaps.csv")


@dataclass(frozen=True)
class Judged:
    """A gap or a need, the city that has it, and the grades of what helps by code."""

    ask: Ask
    city: CityFacts
    grades: Mapping[str, int]


Order = Callable[[Judged], Sequence[str]]


def judged() -> list[Judged]:
    """Read the judged set. Raises ValueError where a judgement names no entry of the catalogue."""
    there = {entry.code for entry in shipped().entries}
    found = []
    with JUDGED.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            pairs = [one.partition(":") for one in row["relevant"].split()]
            grades = {code: int(grade) for code, _colon, grade in pairs}
            if missing := set(grades) - there:
                raise ValueError(f"{JUDGED.name}, line {number}: {sorted(missing)} not there")
            topics = tuple(row["topics"].split())
            if row["criterion"]:
                topics = shipped().topics.get((row["criterion"], row["stage"]), ())
            ask = Ask(tuple(row["criterion"].split()), row["stage"], topics)
            languages, groups = tuple(row["languages"].split()), frozenset(row["groups"].split())
            found.append(Judged(ask, CityFacts(languages, row["region"], groups), grades))
    return found


def known(entry: Entry) -> Known:
    """An entry of the shipped catalogue as matching sees it; nobody has looked at its address."""
    return Known(
        code=entry.code,
        shelf=entry.shelf,
        kinds=entry.kinds,
        topics=entry.topics,
        stages=entry.stages,
        languages=entry.languages,
        criteria=entry.criteria,
        named=entry.named,
        only_for=entry.only_for,
        sizes=entry.sizes,
        cost=entry.cost,
    )


def ours(catalogue: Catalogue) -> Order:
    """The order of the pages."""
    return lambda one: [match.item.code for match in matches(one.ask, catalogue, one.city)]


def by_topic(catalogue: Catalogue) -> Order:
    """Plain order: what shares most topics first, in the same stage, then by code."""

    def order(one: Judged) -> Sequence[str]:
        shared = {
            item.code: len(set(item.topics) & set(one.ask.topics)) for item in catalogue.items
        }
        fits = [
            item.code
            for item in catalogue.items
            if shared[item.code] and (not one.ask.stage or one.ask.stage in item.stages)
        ]
        return sorted(fits, key=lambda code: (-shared[code], code))

    return order


def gain(order: Order, rows: Sequence[Judged]) -> float:
    """The mean nDCG@10 over some rows."""
    return sum(ndcg(order(one), one.grades) for one in rows) / len(rows)


def run() -> None:
    """Print how good the order is, and what it takes."""
    title("Matching: judged gaps and needs, ours beside plain order by topic")
    catalogue = Catalogue(tuple(known(entry) for entry in shipped().entries))
    rows = judged()
    gaps = [one for one in rows if one.ask.stage]
    needs = [one for one in rows if not one.ask.stage]
    for name, order in (("ours", ours(catalogue)), ("by topic", by_topic(catalogue))):
        for kind, some in (("gaps", gaps), ("needs", needs), ("both", rows)):
            line(f"{len(some)} {kind}: {name}", f"nDCG@10 {gain(order, some):.3f}")
    all_of_it = ours(catalogue)
    line(f"all {len(rows)} put in order", cpu(lambda: [all_of_it(one) for one in rows]))
