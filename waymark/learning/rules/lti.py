"""A course elsewhere, by LTI 1.3: what is asked of us, what we say of a learner, what comes back.

Waymark is the platform (it has the people), the outside course is the tool. Sources: 1EdTech, LTI
Core 1.3, Security Framework 1.0 (§5.1.1) and Assignment and Grade Services 2.0 (§3.4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from waymark.kernel import canonical
from waymark.kernel.flow import Reason
from waymark.people.rules import Role

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
AGS_CLAIM = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
SCORE_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
LAUNCH_LASTS = timedelta(minutes=10)
ID_TOKEN_LASTS = timedelta(minutes=5)
ACCESS_LASTS = timedelta(hours=1)
CLOCKS_DIFFER = timedelta(minutes=1)
MOST_SCORE = 10_000  # bytes; a score holds seven short values, and maybe a remark


class Permit(StrEnum):
    """Acts on courses that live elsewhere."""

    KEEP_PLATFORMS = "keep_outside_platforms"
    LEARN_OUTSIDE = "learn_outside"


TABLE: Mapping[str, frozenset[Role]] = {
    Permit.KEEP_PLATFORMS: frozenset({Role.SECRETARIAT}),
    Permit.LEARN_OUTSIDE: frozenset({Role.USER}),
}


class State(StrEnum):
    """How far a learner is, as far as we know."""

    BEGUN = "begun"
    COMPLETED = "completed"


@dataclass(frozen=True)
class Asked:
    """An authentication request, as the tool sends the learner's browser with it."""

    scope: str = ""
    response_type: str = ""
    response_mode: str = ""
    prompt: str = ""
    client_id: str = ""
    redirect_uri: str = ""
    login_hint: str = ""
    lti_message_hint: str = ""
    state: str = ""
    nonce: str = ""


@dataclass(frozen=True)
class Open:
    """A launch that a learner began, with what is registered of its platform."""

    pk: str
    client_id: str
    redirect_uris: tuple[str, ...]
    began_at: datetime
    used: bool
    closed: bool


FIXED = {"scope": "openid", "response_type": "id_token", "response_mode": "form_post"}
MOST = {"state": 2000, "nonce": 500}


def refuse_request(asked: Asked, launch: Open, at: datetime) -> Reason | None:
    """Say why an authentication request is not answered, if it is not.

    `launch` is the one that `login_hint` names among those of the person who is logged in.
    """
    if launch.closed:
        return Reason("lti.closed")
    if asked.client_id != launch.client_id:
        return Reason("lti.other_platform")
    if asked.redirect_uri not in launch.redirect_uris:  # exactly, never by beginning or pattern
        return Reason("lti.redirect")
    if asked.login_hint != launch.pk or asked.lti_message_hint != launch.pk:
        return Reason("lti.other_launch")
    if launch.used:
        return Reason("lti.used")
    if not timedelta(0) <= at - launch.began_at <= LAUNCH_LASTS:
        return Reason("lti.late")
    fixed = all(getattr(asked, name) == value for name, value in FIXED.items())
    if not fixed or asked.prompt not in ("none", ""):
        return Reason("lti.request")
    if any(not 0 < len(getattr(asked, name)) <= most for name, most in MOST.items()):
        return Reason("lti.request")
    return None


@dataclass(frozen=True)
class Launch:
    """What a platform is told of one launch. Name and address only where the learner agreed."""

    issuer: str
    platform: str  # how we are called
    client_id: str
    deployment: str
    sub: str  # a pseudonym that no other platform knows
    target: str
    course: str
    title: str
    language: str
    line: str  # address of the line of marks; its scores are posted below it
    back: str
    name: str = ""
    email: str = ""


def launch_claims(launch: Launch, *, nonce: str, at: datetime) -> dict[str, Any]:
    """Return the claims of an id_token for a resource link launch."""
    about = {"name": launch.name, "email": launch.email}
    return {
        "iss": launch.issuer,
        "aud": launch.client_id,
        "azp": launch.client_id,
        "sub": launch.sub,
        "nonce": nonce,
        "iat": int(at.timestamp()),
        "exp": int((at + ID_TOKEN_LASTS).timestamp()),
        **{name: value for name, value in about.items() if value},
        f"{CLAIM}message_type": "LtiResourceLinkRequest",
        f"{CLAIM}version": "1.3.0",
        f"{CLAIM}deployment_id": launch.deployment,
        f"{CLAIM}target_link_uri": launch.target,
        f"{CLAIM}resource_link": {"id": launch.course, "title": launch.title},
        f"{CLAIM}context": {"id": launch.course, "title": launch.title},
        f"{CLAIM}roles": [LEARNER],
        f"{CLAIM}tool_platform": {
            "guid": launch.issuer,
            "name": launch.platform,
            "url": launch.issuer,
            "product_family_code": "waymark",
        },
        f"{CLAIM}launch_presentation": {
            "document_target": "window",
            "locale": launch.language,
            "return_url": launch.back,
        },
        AGS_CLAIM: {"scope": [SCORE_SCOPE], "lineitem": launch.line},
    }


ACTIVITY = frozenset({"Initialized", "Started", "InProgress", "Submitted", "Completed"})
GRADING = frozenset({"FullyGraded", "Pending", "PendingManual", "Failed", "NotReady"})


@dataclass(frozen=True)
class Score:
    """What a tool says of one learner. `share` of the whole is read, judged, and not kept."""

    sub: str
    said_at: datetime
    activity: str
    grading: str
    share: float | None = None  # 1 is all points; more where a tool gives extra ones


def read_score(body: bytes) -> Score:
    """Read a score. Raises ValueError where it is none (AGS 2.0 §3.4.8)."""
    if len(body) > MOST_SCORE:
        raise ValueError("too long")
    told = canonical.loads(body, max_bytes=MOST_SCORE)
    if not isinstance(told, dict):
        raise ValueError("no object")
    words = [told.get(name) for name in ("userId", "timestamp", "activityProgress")]
    words.append(told.get("gradingProgress"))
    if not all(isinstance(word, str) and 0 < len(word) <= 255 for word in words):
        raise ValueError("a member is missing")
    sub, moment, activity, grading = (str(word) for word in words)
    if activity not in ACTIVITY or grading not in GRADING:
        raise ValueError("unknown progress")
    said_at = datetime.fromisoformat(moment)
    if said_at.tzinfo is None:
        raise ValueError("a timestamp without zone")
    try:
        said_at = said_at.astimezone(UTC)  # as both databases keep it
    except OverflowError as error:
        raise ValueError("a moment outside of the calendar") from error
    return Score(sub, said_at, activity, grading, _share(told))


def _share(told: Mapping[str, Any]) -> float | None:
    given: Any = told.get("scoreGiven")
    most: Any = told.get("scoreMaximum")
    if given is None:
        return None
    for one in (given, most):
        if isinstance(one, bool) or not isinstance(one, int | float):
            raise ValueError("no score")
    if given < 0 or most <= 0:
        raise ValueError("no score")
    return float(given) / float(most)


def refuse_score(score: Score, last: datetime | None, at: datetime) -> Reason | None:
    """Say why a score is not taken: it is from the future, or older than one we have."""
    if score.said_at > at + CLOCKS_DIFFER:
        return Reason("lti.score_future")
    if last is not None and score.said_at < last:
        return Reason("lti.score_old")
    return None


def completes(score: Score, pass_mark: int | None) -> bool:
    """Whether a learner has completed the course by this score.

    pass_mark: percent of all points that are needed; None where being done is enough.
    """
    if score.activity != "Completed" or score.grading != "FullyGraded":
        return False
    if pass_mark is None:
        return True
    return score.share is not None and score.share * 100 >= pass_mark
