"""Awards to people who have completed a course: taking one, and withdrawing one."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.awards.models import Award, AwardEvent, Issuer
from waymark.awards.rules import Completion, hashed_name, write_moment
from waymark.awards.rules.lifecycle import AwardKind, AwardPermit, EventKind
from waymark.awards.writing import happen, write_down
from waymark.base.permits import require


@dataclass(frozen=True)
class Completed:
    """What was completed, before the award has its number and addresses."""

    decision: str  # what gave it, "enrolment:…"
    name: str  # of the holder; goes into no table, only its salted hash does
    title: str
    description: str
    criteria: str
    course_path: str  # of its document, from the root of the site
    course_hash: str
    revision: str
    language: str
    valid_from: datetime
    valid_until: datetime


@transaction.atomic
def intend_completion(*, issuer: Issuer, told: Completed, by: Any, at: datetime) -> Award:
    """Write down that somebody has completed a course; the worker signs it after the commit.

    Whoever calls has seen that it is so. Calling again for the same decision returns the same
    award. Raises ClaimRefused.
    """
    require(by, AwardPermit.TAKE_COMPLETION, on=issuer)
    salt, base = secrets.token_hex(16), issuer.url.rstrip("/")

    def claim_for(number: str) -> dict[str, Any]:
        claim = Completion(
            id=f"{base}/completions/{number}/",
            subject_id=uuid.uuid4().urn,
            name_hash=hashed_name(told.name, salt),
            salt=salt,
            title=told.title,
            description=told.description,
            criteria=told.criteria,
            course_url=f"{base}{told.course_path}",
            course_hash=told.course_hash,
            revision=told.revision,
            valid_from=told.valid_from,
            valid_until=told.valid_until,
            language=told.language,
        )
        moments = {
            name: write_moment(getattr(told, name)) for name in ("valid_from", "valid_until")
        }
        return asdict(claim) | moments

    kept = {
        "decision": told.decision,
        "subject": told.decision,
        "subject_name": {},
        "country": "",
        "level": "completed",
        "level_name": {},
        "stage": "",
        "valid_from": told.valid_from,
        "valid_until": told.valid_until,
        "kind": AwardKind.COMPLETION,
    }
    return write_down(issuer, claim_for, kept, by=by, at=at)


@transaction.atomic
def withdraw_completion(*, award: Award, reason: str, by: Any, at: datetime) -> AwardEvent:
    """Withdraw for good what was given wrongly, and set its bit in the status list.

    Raises ReasonMissing, NoSuchStep.
    """
    require(by, AwardPermit.WITHDRAW_COMPLETION, on=award.issuer)
    return happen(award, EventKind.REVOKED, reason=reason, decision=award.decision, by=by, at=at)
