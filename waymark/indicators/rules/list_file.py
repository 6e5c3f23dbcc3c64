"""Reading a file that holds a whole list: its columns, its rows, and what is wrong with them.

A column that the file does not have leaves what is known of a row; an empty cell of a column that
it has empties it. What no column here means is kept among the facts of the row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from waymark.indicators.rules.editions import (
    Diff,
    Row,
    Rows,
    content_hash,
    diff,
    origins,
    pairs,
    remembered,
)
from waymark.indicators.rules.problems import Problem
from waymark.kernel.tables import Sheet
from waymark.kernel.text import LANGUAGES

COLUMNS: Mapping[str, tuple[str, int]] = {
    "code": ("code, indicator, indicator code", 40),
    "unit": ("unit, units", 80),
    "direction": ("direction, better", 10),
    "domain": ("domain, dimension, group", 60),
    "objective": ("objective, topic", 60),
    "goal": ("goal", 2),
    "target_code": ("target, target code", 10),
    "breakdowns": ("breakdowns, disaggregation", 200),
    "status": ("status, verification", 120),
    "usual_source": ("usual source", 200),
    "source": ("source", 2000),
    "former": ("former codes, former code, old code, previous code", 200),
}
"""Column: the headers by which it is known, and how many characters a cell may have."""

MOST_LABEL = 300
DIRECTIONS = ("up", "down", "target", "parity")
IMPORTED = "imported list"
"""The status of a row where the file has no column for it."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.:-]{0,39}")
_KNOWN = {
    header: name for name, (headers, _most) in COLUMNS.items() for header in headers.split(", ")
}
_KNOWN |= {"label": "label.en", "title": "label.en", "name": "label.en"}
_KNOWN |= {f"label {language.code}": f"label.{language.code}" for language in LANGUAGES}
_MOST = {name: most for name, (_headers, most) in COLUMNS.items()}


@dataclass(frozen=True)
class ListPlan:
    """What a file would make of a list; `rows` are the next edition where there are no problems."""

    rows: Rows
    diff: Diff
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    fingerprint: str = ""


def plan_list(
    sheet: Sheet, before: Rows, *, retired: Sequence[str] = (), source: str = ""
) -> ListPlan:
    """Work out the next edition from a file. Nothing of it may be used while there are problems.

    retired: codes of indicators that an earlier edition has left out. source: where the list
    comes from, for rows whose file does not say it.
    """
    places, problems = _columns(sheet)
    if problems:
        return ListPlan((), Diff(), tuple(problems))
    drafts = []
    for number, cells in zip(sheet.numbers, sheet.rows, strict=True):
        draft, wrong = _draft(sheet, places, cells, number)
        drafts.append((number, draft))
        problems += wrong
    problems += _twice(drafts, places)
    if problems:
        return ListPlan((), Diff(), tuple(problems))
    rows = _filled(before, [draft for _number, draft in drafts], source)
    found = diff(before, rows)
    problems, warnings = _codes(drafts, before, rows, retired, places)
    digest = f"{content_hash(before)}:{content_hash(rows)}"
    return ListPlan(rows, found, tuple(problems), tuple(warnings), digest)


def _columns(sheet: Sheet) -> tuple[dict[str, int], list[Problem]]:
    """Where each column stands; every header that is not known becomes a fact of its own name."""
    places: dict[str, int] = {}
    problems = []
    for index, header in enumerate(sheet.header):
        plain = " ".join(re.sub(r"[\W_]+", " ", header.casefold()).split())
        name = _KNOWN.get(plain, f"fact.{header}")
        if name in places:
            params = {"name": header, "other": sheet.header[places[name]]}
            problems.append(Problem("columns.twice", None, index + 1, params))
        places.setdefault(name, index)
    for name in ("code", "label.en"):
        if name not in places:
            wanted = name.partition(".")[0]
            problems.append(Problem("list.no_column", params={"name": wanted}))
    return places, problems


def _draft(
    sheet: Sheet, places: Mapping[str, int], cells: Sequence[str], number: int
) -> tuple[dict[str, Any], list[Problem]]:
    """What a row of the file says, and what of it can't be taken."""
    said: dict[str, Any] = {"label": {}, "facts": {}}
    problems = []
    for name, place in places.items():
        head, _, tail = name.partition(".")
        text = cells[place]
        if most := _too_long(head, text):
            problems.append(Problem("text.too_long", number, place + 1, {"most": most}))
        elif head in ("label", "fact"):
            said["label" if head == "label" else "facts"][tail] = text
        else:
            value, key = _value(head, text)
            said[head] = value
            if key:
                problems.append(Problem(key, number, place + 1, {"text": text[:60]}))
    if not said["label"].get("en"):
        problems.append(Problem("list.label_empty", number, places["label.en"] + 1))
    return said, problems


def _too_long(head: str, text: str) -> int:
    """The limit that a text exceeds; 0 where it does not."""
    most = MOST_LABEL if head == "label" else _MOST.get(head, 2000)
    return most if len(text) > most else 0


def _value(name: str, text: str) -> tuple[Any, str]:
    """A cell as the row keeps it, and the key of what is wrong with it, or ""."""
    if name == "code":
        return text, "" if _CODE.fullmatch(text) else "list.code_wrong"
    if name == "direction":
        plain = text.casefold()
        plain = "" if plain == "none" else plain
        return plain, "" if plain in ("", *DIRECTIONS) else "list.direction_wrong"
    if name == "goal":
        fits = text.isascii() and text.isdecimal() and 1 <= int(text) <= 17
        return (int(text) if fits else None), "" if fits or not text else "list.goal_wrong"
    if name == "former":
        return tuple(code for code in re.split(r"\s*[;,]\s*", text) if code), ""
    return text, ""


def _twice(
    drafts: Sequence[tuple[int, Mapping[str, Any]]], places: Mapping[str, int]
) -> list[Problem]:
    """Codes that two rows have, and former codes that two rows claim."""
    found = []
    for name, key in (("code", "list.code_twice"), ("former", "list.former_twice")):
        first: dict[str, int] = {}
        for number, draft in drafts:
            codes = draft.get(name, ())
            for code in [codes] if isinstance(codes, str) else codes:
                if first.setdefault(code, number) != number:
                    params = {"text": code, "first": first[code]}
                    found.append(Problem(key, number, places[name] + 1, params))
    return found


def _filled(before: Rows, drafts: Sequence[Mapping[str, Any]], source: str) -> Rows:
    """The rows with what is known of each and the file does not speak of."""
    old = {row.code: row for row in before}
    bare = [Row(draft["code"], former=draft.get("former", ())) for draft in drafts]
    came = origins(before, bare)
    found = []
    for row, draft in zip(bare, drafts, strict=True):
        known = old.get(came.get(row.code, ""), Row(""))
        said = {name: value for name, value in draft.items() if name not in ("label", "facts")}
        label = dict(known.label) | draft["label"]
        facts = dict(known.facts) | draft["facts"]
        said = {"status": IMPORTED, "source": source or known.source, "former": ()} | said
        found.append(replace(known, **said, label=pairs(label), facts=pairs(facts)))
    return remembered(before, found)


def _codes(
    drafts: Sequence[tuple[int, Mapping[str, Any]]],
    before: Rows,
    rows: Rows,
    retired: Sequence[str],
    places: Mapping[str, int],
) -> tuple[list[Problem], list[Problem]]:
    """What is wrong, or only odd, with codes that are new, old, or those of something else."""
    known = {row.code for row in before} | {code for row in before for code in row.former}
    came, problems, warnings = origins(before, rows), [], []
    claimed = set(came.values())
    for number, draft in drafts:
        code, column = draft["code"], places["code"] + 1
        params = {"text": code}
        if code in retired and came.get(code):
            problems.append(Problem("list.code_of_retired", number, column, params))
        elif code in claimed and came.get(code) != code:
            warnings.append(Problem("list.code_reused", number, column, params, warning=True))
        for old in draft.get("former", ()):
            if old not in known:
                where, told = places["former"] + 1, {"text": old}
                warnings.append(Problem("list.former_unknown", number, where, told, warning=True))
    return problems, warnings
