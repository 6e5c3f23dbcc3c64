"""Checks of money: by area, by dimension, by source."""

from __future__ import annotations

from decimal import Decimal

from waymark.assessments.rules.checks_base import (
    CheckFacts,
    Number,
    Params,
    attention,
    is_number,
    judged,
    no_data,
    number,
    plain_number,
    texts,
    total,
)
from waymark.assessments.rules.document import Row
from waymark.assessments.rules.evaluate_report import Check
from waymark.schemes.rules import Criterion


def money_per_head(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """Money per head in the neediest area, against the mean of all areas listed."""
    name = "money_per_head"
    heads, money, need = params["people"], params["money"], params["need"]
    rows = [
        row
        for row in facts.rows(params)
        if is_number(row.get(need)) and is_number(row.get(money)) and _above_zero(row, heads)
    ]
    if not rows:
        return no_data(name)
    neediest = min(rows, key=lambda row: number(row, need))
    people, amount = total(row[heads] for row in rows), total(row[money] for row in rows)
    mean, worst = (
        _per_head(amount, people),
        _per_head(number(neediest, money), number(neediest, heads)),
    )
    found = {"areas": len(rows), "people": people, "money": amount, "mean": mean, "worst": worst}
    if len(rows) == 1:
        return attention(name, "one_area", found, worst=worst)
    return judged(name, worst > mean, found, worst=worst, mean=mean)


def _above_zero(row: Row, column: str) -> bool:
    value = row.get(column)
    return isinstance(value, int | float) and value > 0


def _per_head(money: Number, people: Number) -> Number:
    return plain_number((Decimal(repr(money)) / Decimal(repr(people))).quantize(Decimal("0.01")))


def balance(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """Aims and money for each dimension."""
    name, rows = "balance", facts.rows(params)
    if not rows:
        return no_data(name)
    counts, money = {}, {}
    for value in params["values"]:
        mine = [row for row in rows if value in texts(row, params["column"])]
        counts[value] = len(mine)
        money[value] = total(row.get(params["money"], 0) for row in mine)
    covered = sum(bool(count) for count in counts.values())
    funded = sum(amount > 0 for amount in money.values())
    good = covered == funded == len(counts)
    found = {"aims": counts, "money": money}
    return judged(name, good, found, covered=covered, funded=funded, want=len(counts))


def money_gap(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """What could be collected and is not."""
    name, rows = "money_gap", facts.rows(params)
    if not rows:
        return no_data(name)
    pairs = [row for row in rows if is_number(row.get(params["potential"]))]
    collected = total(row.get(params["collected"], 0) for row in pairs)
    potential = total(row[params["potential"]] for row in pairs)
    gap = plain_number(Decimal(repr(potential)) - Decimal(repr(collected)))
    found = {"sources": len(rows), "compared": len(pairs), "collected": collected,
             "potential": potential, "gap": gap}  # fmt: skip
    return judged(name, bool(pairs), found, compared=len(pairs), sources=len(rows), gap=gap)


def money_secured(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """Money secured over cost, and from how many sources."""
    name, rows = "money_secured", facts.rows(params)
    cost = total(row.get(params["cost"], 0) for row in rows)
    if not rows or cost <= 0:
        return no_data(name)
    secured = total(row.get(params["secured"], 0) for row in rows)
    sources: dict[str, Number] = {}
    for row in rows:
        named = texts(row, params["sources"])
        key = named[0] if len(named) == 1 else "mixed" if named else "unnamed"
        sources[key] = total((sources.get(key, 0), row.get(params["secured"], 0)))
    kinds = len({word for row in rows for word in texts(row, params["sources"])})
    percent = int(100 * Decimal(repr(secured)) // Decimal(repr(cost)))
    found = {"projects": len(rows), "cost": cost, "secured": secured, "percent": percent,
             "by_source": dict(sorted(sources.items())), "kinds": kinds}  # fmt: skip
    return judged(name, percent >= params["percent"], found, percent=percent, kinds=kinds,
                  projects=len(rows))  # fmt: skip
