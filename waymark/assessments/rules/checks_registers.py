"""Checks that look at the registers a city fills in, and at its evidence."""

from __future__ import annotations

from collections import Counter

from waymark.assessments.rules.checks_base import (
    CheckFacts,
    Params,
    attention,
    is_number,
    judged,
    no_data,
    number,
    ok,
    share,
    texts,
    total,
)
from waymark.assessments.rules.document import Row
from waymark.assessments.rules.evaluate_report import Check
from waymark.schemes.rules import Criterion


def register_rows(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """How many rows have all the columns that the criterion needs."""
    name, rows = "register_rows", facts.rows(params)
    if not rows:
        return no_data(name, register=params["register"])
    columns = params["columns"]
    complete = sum(all(column in row for column in columns) for row in rows)
    lacking = {
        column: missing for column in columns if (missing := sum(column not in row for row in rows))
    }
    found = {"rows": len(rows), "complete": complete, "lacking": lacking}
    return judged(name, complete == len(rows), found, complete=complete, rows=len(rows))


def plans_by_target(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """Which goals and targets have a plan behind them."""
    name, rows = "plans_by_target", facts.rows(params)
    if not rows:
        return no_data(name)
    served = Counter(target for row in rows for target in texts(row, params["targets"]))
    tied = sum(params["targets"] in row for row in rows)
    goals = sorted({int(target.split(".")[0]) for target in served})
    found = {
        "plans": len(rows),
        "tied": tied,
        "targets": dict(sorted(served.items())),
        "goals": goals,
        "goals_without": sorted(set(range(1, 18)) - set(goals)),
    }
    return judged(
        name, tied == len(rows), found, tied=tied, plans=len(rows), goals=len(goals),
        targets=len(served),
    )  # fmt: skip


def values_present(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """Which of the wanted values a column holds."""
    name, rows = "values_present", facts.rows(params)
    if not rows:
        return no_data(name)
    counts = Counter(word for row in rows for word in texts(row, params["column"]))
    missing = [value for value in params["values"] if not counts[value]]
    found = {"counts": dict(sorted(counts.items())), "missing": missing}
    have, want = len(params["values"]) - len(missing), len(params["values"])
    return judged(name, not missing, found, have=have, want=want)


def groups_and_areas(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """Which groups and which areas are named."""
    name, rows = "groups_and_areas", facts.rows(params)
    groups = sorted({word for row in rows for word in texts(row, params["group"])})
    areas = sorted({word for row in rows for word in texts(row, params["area"])})
    if not groups and not areas:
        return no_data(name)
    found = {"groups": groups, "areas": areas}
    good = bool(groups and areas)
    return judged(name, good, found, groups=len(groups), areas=len(areas))


def next_updates(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """How many sources have a date for the next update that is still to come."""
    name, rows = "next_updates", facts.rows(params)
    if not rows:
        return no_data(name)
    today = facts.as_of.isoformat()
    dated = [str(row[params["next"]]) for row in rows if params["next"] in row]
    overdue = sum(day < today for day in dated)
    found = {"sources": len(rows), "dated": len(dated), "overdue": overdue}
    good = len(dated) == len(rows) and not overdue
    return judged(name, good, found, dated=len(dated), sources=len(rows), overdue=overdue)


def evidence_kinds(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """Whether each of these kinds of evidence is attached."""
    name = "evidence_kinds"
    items = facts.evidence.get(criterion.id, ())
    counts = {kind: sum(item.kind == kind for item in items) for kind in params["kinds"]}
    missing = [kind for kind, count in counts.items() if not count]
    if len(missing) == len(counts):
        return no_data(name)
    have = len(counts) - len(missing)
    return judged(name, not missing, {"counts": counts, "missing": missing}, have=have,
                  want=len(counts))  # fmt: skip


def evidence_pages(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """Whether the evidence says on which page to look."""
    name = "evidence_pages"
    items = [item for item in facts.evidence.get(criterion.id, ()) if item.kind in params["kinds"]]
    if not items:
        return no_data(name)
    marked = sum(bool(item.page) for item in items)
    return judged(name, marked > 0, {"items": len(items), "marked": marked}, marked=marked,
                  items=len(items))  # fmt: skip


def participation(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """Events, ways, how many took part, and how often there was a reply."""
    name, rows = "participation", facts.rows(params)
    if not rows:
        return no_data(name)
    ways = Counter(word for row in rows for word in texts(row, params["way"]))
    replies = sum(params["reply"] in row for row in rows)
    came = total(row.get(params["came"], 0) for row in rows)
    found = {
        "events": len(rows),
        "ways": dict(sorted(ways.items())),
        "came": came,
        "replies": replies,
    }
    return judged(
        name, len(ways) > 1 and replies > 0, found, events=len(rows), ways=len(ways), came=came,
        replies=replies,
    )  # fmt: skip


def groups_reached(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """Groups that took part, against groups that live in the city."""
    name = "groups_reached"
    flag, group = params["present_flag"], params["present_group"]
    present = {
        word
        for row in facts.submission.registers.get(params["present_register"], ())
        if row.get(flag, True)
        for word in texts(row, group)
    }
    if not present:
        return no_data(name)
    reached = {word for row in facts.rows(params) for word in texts(row, params["groups"])}
    missing = sorted(present - reached)
    found = {"present": sorted(present), "reached": sorted(reached), "missing": missing}
    both = len(present & reached)
    return judged(name, not missing, found, reached=both, present=len(present))


def before_after(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """How many measures are better than they were."""
    name, rows = "before_after", facts.rows(params)
    if not rows:
        return no_data(name)
    pairs = [
        row
        for row in rows
        if is_number(row.get(params["before"])) and is_number(row.get(params["after"]))
    ]
    gains = sum(_gained(row, params) for row in pairs)
    found = {"measures": len(rows), "measured_twice": len(pairs), "gains": gains}
    return judged(name, gains > 0, found, gains=gains, pairs=len(pairs), measures=len(rows))


def _gained(row: Row, params: Params) -> bool:
    before, after = number(row, params["before"]), number(row, params["after"])
    return after < before if row.get(params["better"]) == "down" else after > before


def actions_done(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """Actions done over actions due by now."""
    name, rows = "actions_done", facts.rows(params)
    if not rows:
        return no_data(name)
    states = Counter(str(row.get(params["state"], "")) for row in rows)
    today = facts.as_of.isoformat()
    due = [
        row
        for row in rows
        if str(row.get(params["due"], "9999")) <= today
        and row.get(params["state"]) not in params["dropped"]
    ]
    done = sum(row.get(params["state"]) in params["done"] for row in due)
    found = {"states": dict(sorted(states.items())), "due": len(due), "done": done}
    if not due:
        return no_data(name, "none_due")
    percent = share(done, len(due))
    return judged(name, percent >= params["percent"], found, done=done, due=len(due),
                  percent=percent)  # fmt: skip


def events_by_rule(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """Standing ways laid down in a rule, and how often they were used."""
    name, rows = "events_by_rule", facts.rows(params)
    if not rows:
        return no_data(name)
    ruled = [row for row in rows if row.get(params["flag"]) is True]
    events = total(row.get(params["events"], 0) for row in rows)
    used = total(row.get(params["events"], 0) for row in ruled)
    found = {"ways": len(rows), "by_rule": len(ruled), "events": events, "events_by_rule": used}
    return judged(name, used > 0, found, by_rule=len(ruled), ways=len(rows), events=events)


def rows_by_choice(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """Rows by the value of one column."""
    name, rows = "rows_by_choice", facts.rows(params)
    if not rows:
        return no_data(name)
    counts = Counter(str(row.get(params["column"], "")) for row in rows)
    reached = sum(counts[value] for value in params["wanted"])
    found = {"counts": dict(sorted(counts.items())), "reached": reached}
    return judged(name, reached > 0, found, reached=reached, rows=len(rows))


def years_reported(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """How many series reach back over enough years."""
    name, rows = "years_reported", facts.rows(params)
    if not rows:
        return no_data(name)
    years: dict[str, set[str]] = {}
    for row in rows:
        years.setdefault(str(row.get(params["series"], "")), set()).update(
            texts(row, params["year"])
        )
    lengths = {series: len(found) for series, found in sorted(years.items())}
    long = sum(length >= params["at_least"] for length in lengths.values())
    return judged(name, long > 0, {"years": lengths}, long=long, series=len(lengths),
                  need=params["at_least"])  # fmt: skip


def share_true(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """The share of rows with a tick."""
    name, rows = "share_true", facts.rows(params)
    if not rows:
        return no_data(name)
    ticked = sum(row.get(params["flag"]) is True for row in rows)
    good = share(ticked, len(rows)) >= params["percent"]
    return judged(name, good, {"rows": len(rows), "ticked": ticked}, ticked=ticked, rows=len(rows))


def place_facts(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """Boundary, population, area and degree of urbanisation."""
    name, place = "place_facts", facts.submission.place
    known = {
        "boundary": place.boundary,
        "population": place.population is not None,
        "area": place.area_km2 is not None,
        "urbanisation": place.urbanisation is not None,
    }
    if not any(known.values()):
        return no_data(name)
    missing = [fact for fact, there in known.items() if not there]
    found = {
        "missing": missing,
        "areas": len(place.areas),
        **({} if place.population is None else {"population": place.population}),
        **({} if place.area_km2 is None else {"area_km2": place.area_km2}),
    }
    if missing:
        return attention(name, "missing", found, have=len(known) - len(missing), want=len(known))
    return ok(name, "complete", found, areas=len(place.areas))
