"""A made-up scheme that is recognised, and what two invented cities bring from it."""

from __future__ import annotations

import io
import json
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

from django.db import transaction

from waymark.assessments.actions import evidence, recognised
from waymark.assessments.models import RecognisedResult
from waymark.assessments.queries.recognised import preview
from waymark.base.files.storage import keep, store
from waymark.portal.demo.cast import Cast
from waymark.portal.demo.dossier import certificate_of_pledge
from waymark.portal.demo.story import Story
from waymark.schemes import actions
from waymark.schemes.models import Crosswalk

FILE = "data/demo-crosswalk.json"


def document() -> dict[str, Any]:
    """Return the crosswalk of a scheme that does not exist, and says so."""
    found: dict[str, Any] = json.loads(files("waymark.portal").joinpath(FILE).read_bytes())
    return found


def recognise(cast: Cast, at: datetime) -> Crosswalk:
    """Take the crosswalk in and let the chair approve it."""
    made = actions.begin_crosswalk(document=document(), by=cast.secretary, at=at)
    actions.propose_crosswalk(crosswalk=made, by=cast.secretary, at=at + timedelta(days=1))
    actions.decide_crosswalk(
        crosswalk=made,
        kind="approve",
        reasons="Made up for the demonstration, and it says so on every page.",
        seen=made.sha256,
        by=cast.chair,
        at=at + timedelta(days=9),
    )
    made.refresh_from_db()
    return made


def bring(story: Story, crosswalk: Crosswalk, level: str) -> RecognisedResult:
    """Name a result with its certificate; nothing is taken over yet."""
    given = (story.now - timedelta(days=150)).date()
    stored = store(
        io.BytesIO(certificate_of_pledge(story.city, level, story.now)), name="pledge.pdf"
    )
    at, editor = story.later(), story.people["editor"]
    with transaction.atomic():
        item = evidence.add_evidence(
            case=story.at_work,
            details=evidence.Details(
                title="Certificate of the Good Neighbour Pledge (fictional)",
                kind="statement_letter",
                effective_on=given,
                language="en",
            ),
            content=evidence.Content(
                blob=keep(stored, at=at), name=stored.name, pages=stored.inspection.pages
            ),
            links={},
            by=editor,
            at=at,
        )
    told = recognised.Named(
        level, "GNP-2025-0417", given, date(given.year + 3, given.month, min(given.day, 28))
    )
    return recognised.name_result(
        case=story.at_work,
        crosswalk=crosswalk,
        told=told,
        evidence=item,
        by=editor,
        at=story.later(),
    )


def take(story: Story, result: RecognisedResult) -> None:
    """Take over everything that the result fills in."""
    at = story.later()
    told = preview(result, at)
    recognised.take_over(
        result=result,
        criteria=[one.criterion for one in told.fills],
        expected=told.fingerprint,
        by=story.people["editor"],
        at=at,
    )
