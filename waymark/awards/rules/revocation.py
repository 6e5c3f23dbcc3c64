"""Whether a certificate was revoked, as far as the status lists at hand can tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waymark.awards.rules.contexts import STATUS_LIST_CONTEXT
from waymark.awards.rules.framing import PURPOSE
from waymark.awards.rules.moments import read_moment, write_moment
from waymark.awards.rules.reading import Unreadable, bounded
from waymark.awards.rules.signatures import check_signatures
from waymark.awards.rules.status import LIST_TYPES, ListRefused, bit_is_set, decode_bits
from waymark.awards.rules.trust import Trust
from waymark.awards.rules.verdict import Check, Outcome, failed, outcome_of, passed, unknown


@dataclass(frozen=True)
class _Reading:
    """What one edition of a list, signed by the issuer, says about one certificate."""

    revoked: bool
    valid_from: datetime
    valid_until: datetime


def check_status(issuer: str, list_url: str, index: int, trust: Trust, now: datetime) -> Check:
    """The check "status" at `now`.

    A set bit counts in any edition made by then, however old, because bits are never cleared;
    an unset bit counts only in an edition still in force.
    """
    editions = trust.lists.get(list_url, ())
    if not editions:
        return unknown("status", "status.no_list")
    read = [_read(edition, issuer, list_url, index, trust, now) for edition in editions]
    signed = [reading for reading in read if reading is not None]
    if not signed:
        return unknown("status", "status.untrusted")
    past = sorted((r for r in signed if r.valid_from <= now), key=lambda r: r.valid_from)
    if not past:
        return unknown("status", "status.early", as_of=write_moment(signed[0].valid_from))
    for reading in past:
        if reading.revoked:
            return failed("status", "status.revoked", as_of=write_moment(reading.valid_from))
    newest = past[-1]
    if newest.valid_until <= now:
        return unknown("status", "status.stale", valid_until=write_moment(newest.valid_until))
    return passed("status", "status.ok", as_of=write_moment(newest.valid_from))


def _read(
    edition: Mapping[str, Any], issuer: str, url: str, index: int, trust: Trust, now: datetime
) -> _Reading | None:
    subject = edition.get("credentialSubject")
    begins, ends = read_moment(edition.get("validFrom")), read_moment(edition.get("validUntil"))
    if begins is None or ends is None or not isinstance(subject, Mapping):
        return None
    expected = (
        edition.get("@context") == list(STATUS_LIST_CONTEXT)
        and edition.get("type") == list(LIST_TYPES)
        and edition.get("id") == url
        and edition.get("issuer") == issuer
        and subject.get("type") == "BitstringStatusList"
        and subject.get("statusPurpose") == PURPOSE
    )
    if not expected:
        return None
    try:
        bounded(edition)
        # A list made later than `now` is still read, so that the answer can say so.
        checks = check_signatures(edition, issuer, trust, max(now, begins))
        revoked = bit_is_set(decode_bits(subject.get("encodedList")), index)
    except (Unreadable, ListRefused):
        return None
    return _Reading(revoked, begins, ends) if outcome_of(checks) is Outcome.VALID else None
