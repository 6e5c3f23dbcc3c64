"""The global secretariat and committee with an edition in force, for tests of the workbench."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests import factories
from tests.schemes.national import AT, make_common
from waymark.people.rules import BodyKind, SeatRole
from waymark.schemes import actions
from waymark.schemes.models import Edition
from waymark.schemes.rules import edits

Document = dict[str, Any]


@dataclass
class Desk:
    """An edition in force, somebody of the secretariat, and the chair of the committee."""

    common: Edition
    secretary: Any
    chair: Any

    def begun(self, at: datetime = AT) -> Edition:
        return actions.begin_edition(base=self.common, by=self.secretary, at=at)

    def written(self, change: Any = None, at: datetime = AT) -> Edition:
        """A draft in which K3 asks for level 3, or with another change."""
        row = self.begun(at)
        document = (change or stricter)(json.loads(row.document))
        return self.write(row, document, at)

    def write(self, row: Edition, document: Document, at: datetime = AT) -> Edition:
        return actions.write_edition(
            edition=row, document=document, seen=row.sha256, by=self.secretary, at=at
        )

    def discussed(self, change: Any = None, at: datetime = AT) -> Edition:
        row = self.written(change, at)
        return actions.consult_on_edition(edition=row, by=self.secretary, at=at)

    def approved(self, change: Any = None, at: datetime = AT) -> Edition:
        row = self.discussed(change, at)
        row = actions.sum_up(edition=row, text="Nobody said a word.", by=self.secretary, at=at)
        self.decide(row, "approve", at=at + timedelta(days=29), looked=True)
        row.refresh_from_db()
        return row

    def decide(self, row: Edition, kind: str, **more: Any) -> Any:
        facts = {"reasons": "Read whole.", "seen": row.sha256, "by": self.chair} | more
        return actions.decide_edition(edition=row, kind=kind, **facts)


def make_desk() -> Desk:
    return Desk(
        make_common(),
        factories.make_secretary(),
        factories.make_seat(factories.make_body(BodyKind.COMMITTEE), SeatRole.CHAIR),
    )


def stricter(document: Document, level: int = 3) -> Document:
    rule = document["criteria"][2]["rule"]
    rule["all"][0]["min"] = level
    return edits.with_members(document, "K3", {"rule": rule})


def reworded(document: Document) -> Document:
    return edits.with_texts(document, "K3", "en", {"text": "Asked in other words"})


def looser(document: Document) -> Document:
    return stricter(document, level=1)
