"""The closed set of platform checks that a scheme may ask for, and their parameters.

A check informs and never decides. What each one computes lies with the assessments; here is only
what a scheme document may say, so that a wrong reference is refused before it is published.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from waymark.schemes.rules.located import Reader
from waymark.schemes.rules.model import CheckRef, Register, Scheme

# A parameter is of one of these types; `column:x` is a column of the register that parameter `x`
# names, and a question mark marks a parameter that may be left out.
CHECK_PARAMS: Mapping[str, Mapping[str, str]] = {
    "register_rows": {"register": "register", "columns": "columns", "where": "where?"},
    "source_share": {"set": "set", "percent": "percent"},
    "plans_by_target": {"register": "register", "targets": "column"},
    "goals_with_value": {"register": "register", "goals": "column", "set": "set"},
    "place_facts": {},
    "values_present": {"register": "register", "column": "column", "values": "texts"},
    "groups_and_areas": {"register": "register", "group": "column", "area": "column"},
    "domain_coverage": {"set": "set", "per_domain": "count"},
    "metadata_share": {"percent": "percent"},
    "split_by_group": {"dims": "texts", "at_least": "count", "percent": "percent"},
    "split_by_area": {"percent": "percent"},
    "framework_share": {"frameworks": "texts", "percent": "percent"},
    "next_updates": {"register": "register", "next": "column"},
    "evidence_kinds": {"kinds": "kinds"},
    "evidence_pages": {"kinds": "kinds"},
    "participation": {
        "register": "register",
        "way": "column",
        "came": "column",
        "reply": "column",
    },
    "groups_reached": {
        "register": "register",
        "groups": "column",
        "present_register": "register",
        "present_group": "column:present_register",
        "present_flag": "column:present_register",
    },
    "money_per_head": {
        "register": "register",
        "need": "column",
        "people": "column",
        "money": "column",
    },
    "balance": {"register": "register", "column": "column", "values": "texts", "money": "column"},
    "aims_complete": {
        "register": "register",
        "indicator": "column",
        "year": "year",
        "percent": "percent",
    },
    "before_after": {
        "register": "register",
        "before": "column",
        "after": "column",
        "better": "column",
        "where": "where?",
    },
    "money_gap": {"register": "register", "collected": "column", "potential": "column"},
    "actions_done": {
        "register": "register",
        "due": "column",
        "state": "column",
        "done": "texts",
        "dropped": "texts",
        "percent": "percent",
        "where": "where?",
    },
    "events_by_rule": {"register": "register", "events": "column", "flag": "column"},
    "rows_by_choice": {
        "register": "register",
        "column": "column",
        "wanted": "texts",
        "where": "where?",
    },
    "years_reported": {
        "register": "register",
        "series": "column",
        "year": "column",
        "at_least": "count",
    },
    "share_true": {
        "register": "register",
        "flag": "column",
        "percent": "percent",
        "where": "where?",
    },
    "money_secured": {
        "register": "register",
        "cost": "column",
        "secured": "column",
        "sources": "column",
        "percent": "percent",
        "where": "where?",
    },
    "progress_status": {"percent": "percent"},
    "milestones_met": {"percent": "percent"},
    "gap_trend": {"by": "by", "percent": "percent"},
    "survey_trend": {
        "register": "register",
        "year": "column",
        "group": "column",
        "value": "column",
        "sample": "column",
        "margin": "column",
        "where": "where?",
    },
    "survey_trend_by_group": {
        "register": "register",
        "topic": "column",
        "year": "column",
        "group": "column",
        "value": "column",
        "percent": "percent",
    },
}


def check_params(reader: Reader, check: CheckRef, scheme: Scheme) -> None:
    """Note an unknown check, and every parameter that is missing, unknown or leads nowhere."""
    wanted = CHECK_PARAMS.get(check.id)
    if wanted is None:
        reader.child("id", None).fail("unknown_ref", what="a platform check", value=check.id)
        return
    params = reader.child("params", None)
    for name in check.params.keys() - wanted.keys():
        params.child(name, None).fail("unknown_key")
    for name, kind in wanted.items():
        here = params.child(name, check.params.get(name))
        if name in check.params:
            _check_param(here, kind.rstrip("?"), check, scheme)
        elif not kind.endswith("?"):
            here.fail("missing")


def _check_param(reader: Reader, kind: str, check: CheckRef, scheme: Scheme) -> None:
    base, _, of = kind.partition(":")
    if base in ("column", "columns", "where"):
        register = scheme.register_by_id.get(str(check.params.get(of or "register")))
        if register is not None:
            _check_columns(reader, base, register)
    else:
        _KINDS[base](reader, scheme)


def _check_columns(reader: Reader, kind: str, register: Register) -> None:
    known = {column.id for column in register.columns}
    if kind == "column":
        names = [reader]
    elif kind == "columns":
        names = reader.items(1, 20)
    else:
        entries = reader.entries(5)
        for _, values in entries:
            values.items(1, 50)
        names = [reader.child(name, name) for name, _ in entries]
    for name in names:
        if name.value not in known:
            name.fail("unknown_ref", what=f"a column of {register.id}", value=name.value)


def _known(what: str, ids: Callable[[Scheme], list[str]]) -> Callable[[Reader, Scheme], None]:
    def check(reader: Reader, scheme: Scheme) -> None:
        if reader.value not in ids(scheme):
            reader.fail("unknown_ref", what=what, value=reader.value)

    return check


def _kinds(reader: Reader, scheme: Scheme) -> None:
    for item in reader.items(1, 50):
        item.choice([kind.id for kind in scheme.evidence_kinds])


def _texts(reader: Reader, scheme: Scheme) -> None:
    for item in reader.items(1, 50):
        item.text(80, empty=False)


_KINDS: Mapping[str, Callable[[Reader, Scheme], object]] = {
    "register": _known("a register", lambda scheme: list(scheme.register_by_id)),
    "set": _known("an indicator set", lambda scheme: list(scheme.set_by_id)),
    "kinds": _kinds,
    "texts": _texts,
    "percent": lambda reader, scheme: reader.integer(1, 100),
    "count": lambda reader, scheme: reader.integer(1, 1000),
    "year": lambda reader, scheme: reader.integer(2000, 2200),
    "by": lambda reader, scheme: reader.choice(("group", "area")),
}
