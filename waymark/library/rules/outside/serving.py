"""What somebody asks of us by OAI-PMH 2.0: a request read strictly, and tokens without a memory."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from waymark.library.rules.catalogue import CODE

PREFIX = "oai_dc"
ARGUMENTS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
}
"""The verbs, with what each needs and what it may have."""
LISTS = ("ListRecords", "ListIdentifiers")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


class OaiError(ValueError):
    """A refusal in the words of the protocol."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(said)
        self.code, self.said = code, said


@dataclass(frozen=True)
class After:
    """Where a page of a list begins: after this entry, by when it changed and its code."""

    changed_at: str
    code: str


@dataclass(frozen=True)
class Asked:
    """A request. since: from this moment on. before: until this moment, without it."""

    verb: str
    identifier: str = ""
    since: datetime | None = None
    before: datetime | None = None
    after: After | None = None


def asked(given: Mapping[str, Sequence[str]]) -> Asked:
    """Read the arguments of a request, each with all its values. Raises OaiError."""
    if any(len(values) != 1 for values in given.values()):
        raise OaiError("badArgument", "An argument stands there twice.")
    told = {name: values[0] for name, values in given.items()}
    verb = told.pop("verb", "")
    if verb not in ARGUMENTS:
        raise OaiError("badVerb", "There is no such verb.")
    if verb in LISTS and set(told) == {"resumptionToken"}:
        return _resumed(verb, told["resumptionToken"])
    needed, possible = ARGUMENTS[verb]
    if needed - set(told) or set(told) - needed - possible:
        raise OaiError("badArgument", "An argument is missing, or one too many.")
    if "set" in told or verb == "ListSets":
        raise OaiError("noSetHierarchy", "There are no sets.")
    if told.get("metadataPrefix", PREFIX) != PREFIX:
        raise OaiError("cannotDisseminateFormat", "Records are there as oai_dc alone.")
    since, before = _between(told.get("from", ""), told.get("until", ""))
    return Asked(verb, told.get("identifier", ""), since, before)


def _between(since: str, until: str) -> tuple[datetime | None, datetime | None]:
    first, last = _moment(since), _moment(until)
    if since and until and len(since) != len(until):
        raise OaiError("badArgument", "from and until differ in their granularity.")
    if first and last and first > last:
        raise OaiError("badArgument", "from is after until.")
    if last:
        try:
            last += timedelta(days=1) if len(until) == 10 else timedelta(seconds=1)
        except OverflowError as error:
            raise OaiError("badArgument", "until is too late.") from error
    return first, last


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        if _DAY.fullmatch(text):
            return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
        if _MOMENT.fullmatch(text):
            return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        raise ValueError(text)
    except ValueError as error:
        raise OaiError("badArgument", "A date is none.") from error


def token(request: Asked, last: After) -> str:
    """The token by which the page after an entry is asked for."""
    held = [
        last.changed_at,
        last.code,
        *(one.isoformat() if one else "" for one in (request.since, request.before)),
    ]
    return base64.urlsafe_b64encode(json.dumps(held).encode()).decode()


def _kept(text: str) -> datetime:
    """A moment of a token, which anybody may have made up."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found.astimezone(UTC)


def _resumed(verb: str, said: str) -> Asked:
    try:
        held = json.loads(base64.b64decode(said.encode(), altchars=b"-_", validate=True))
        changed, code, since, before = map(str, held)
        moments = [_kept(one) if one else None for one in (since, before)]
        changed = _kept(changed).isoformat()
        if not CODE.fullmatch(code):
            raise ValueError(code)
    except (ValueError, TypeError, OverflowError, binascii.Error) as error:
        raise OaiError("badResumptionToken", "This token is none of ours.") from error
    return Asked(verb, "", moments[0], moments[1], After(changed, code))
