"""The reference page of permits says what the code does.

WAYMARK_WRITE_DOCS=1 writes the page anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from waymark.base import permits
from waymark.people.rules import Role

PAGE = Path(settings.BASE_DIR) / "docs" / "reference" / "permits.md"
HEAD = """# Permits

Who may do what. An act is allowed to whoever holds one of its roles *on the very thing it is done
to*: an editor of one city is nobody in another, a reviewer holds her role only on cases that she
was assigned to and has declared no tie to. What is not in the table is refused. There is no role
that may do everything: an operator runs the machine and reads no dossier.

This page is written from the code by `WAYMARK_WRITE_DOCS=1 python -m pytest tests/test_permits.py`,
and a test holds the two against each other.

| role | who holds it |
|---|---|
| public | everybody |
| user | whoever has logged in |
| city.lead, city.editor, city.signatory, city.viewer | a membership in its workspace |
| city.contributor | a membership of somebody from outside, where the city takes contributions |
| secretariat | a seat in the global secretariat, or in the secretariat of the case's mechanism |
| technical.lead, reviewer | a seat in a technical team; on a case, an assignment |
| committee, chair | a seat in a committee; on a case, once it is on an agenda |
| appeal | a seat in an appeal panel |
| steward | a seat among the global stewards; on a case, its spot check |
| observer | whoever sees the meetings of the committee, and never votes |
| party | whoever was announced as giving chance to a draw |
| partner | a seat in a partner of the case's mechanism, on what a city asks it, or in a space |
| member | people of a city or a body in a space or a policy issue, viewers apart |
| facilitator | one of a space’s members who looks after it |
| operator | whoever runs the machine |
"""


def ordered(roles: Iterable[str]) -> list[str]:
    """Return roles in the order of the enum."""
    order = [str(role) for role in Role]
    return sorted(roles, key=order.index)


def page() -> str:
    """Return the whole page."""
    grants = permits.matrix()
    parts = [HEAD]
    for room in sorted({grant.room for grant in grants}):
        rows = [grant for grant in grants if grant.room == room]
        columns = ordered({role for grant in rows for role in grant.roles})
        parts.append(f"## {room}\n")
        parts.append("| act | " + " | ".join(columns) + " |")
        parts.append("|---|" + "---|" * len(columns))
        for grant in rows:
            marks = ["✔" if role in grant.roles else "–" for role in columns]
            parts.append(f"| {grant.permit} | " + " | ".join(marks) + " |")
        parts.append("")
    return "\n".join(parts)


def test_the_page_says_what_the_code_does() -> None:
    if os.environ.get("WAYMARK_WRITE_DOCS"):
        PAGE.write_text(page(), encoding="utf-8")
    print(page())  # noqa: T201  # the whole matrix, for `pytest -s`
    assert PAGE.read_text(encoding="utf-8") == page(), "see the first lines of this test"


def test_every_role_of_the_table_is_known_and_described() -> None:
    for grant in permits.matrix():
        assert grant.roles, f"{grant.permit} is allowed to nobody"
        assert grant.roles <= {str(role) for role in Role}, grant.permit
    for role in Role:
        assert str(role) in HEAD


def test_nobody_both_judges_and_is_judged() -> None:
    """What keeps the desk, the reviewers, the committee and the city apart."""
    city = {"city.lead", "city.editor", "city.signatory", "city.viewer"}
    table = permits.tables
    for act in ("give_verdict", "cast_ballot", "decide", "admit_case", "assign_review"):
        assert not table[act] & city, act
    assert table["submit_case"] == {"city.signatory"}
    assert table["give_verdict"] == {"reviewer", "steward"}
    assert not table["cast_ballot"] & {"secretariat", "reviewer", "technical.lead"}
    for act, roles in table.items():
        assert not roles & {"public"}, act
        if "operator" in roles:
            assert act in {"manage_issuer"}, act
