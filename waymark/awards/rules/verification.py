"""Whether a certificate is valid: pure, offline, three-valued, with a reason for each step.

Order matters. Form and size come first; then who vouches; then the JCS signature, which is
cheap; only what passed it is canonicalized as RDF; the status list last.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from waymark.awards.rules.moments import read_moment, write_moment
from waymark.awards.rules.reading import Unreadable
from waymark.awards.rules.revocation import check_status
from waymark.awards.rules.signatures import check_signatures
from waymark.awards.rules.structure import read_certificate
from waymark.awards.rules.trust import Trust
from waymark.awards.rules.verdict import (
    Check,
    Outcome,
    Verification,
    failed,
    outcome_of,
    passed,
    unknown,
)


def verify(credential: Mapping[str, Any], trust: Trust | None, now: datetime) -> Verification:
    """What can be said of a certificate at `now` with the trust at hand.

    Never raises for bad input: each fault is a failed or unknown check. Without trust, or with
    one that does not know the issuer, the best outcome is "could not be checked". Documents are
    bounded before RDF canonicalization, and it runs only on what a trusted key has signed;
    callers that serve strangers should still run this in a process with a time limit.
    """
    if now.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    try:
        certificate = read_certificate(credential)
    except Unreadable as error:
        return refused(error)
    checks = (
        passed("structure", "structure.ok"),
        passed("contexts", "contexts.ok"),
        _dates(credential, now),
        *check_signatures(credential, certificate.issuer, trust, now),
    )
    signed = outcome_of(checks[3:]) is Outcome.VALID
    if trust is None or not signed:
        checks += (unknown("status", "status.not_run"),)
    else:
        status = check_status(
            certificate.issuer, certificate.list_url, certificate.index, trust, now
        )
        checks += (status,)
    as_of = checks[-1].params.get("as_of")
    return Verification(outcome_of(checks), checks, certificate.summary, as_of)


def refused(error: Unreadable) -> Verification:
    """The answer for a document that is not of the form of a certificate."""
    name = error.key.partition(".")[0]
    return Verification(Outcome.NOT_VALID, (failed(name, error.key, **error.params),))


def _dates(document: Mapping[str, Any], now: datetime) -> Check:
    begins, ends = read_moment(document.get("validFrom")), read_moment(document.get("validUntil"))
    if begins is None or ends is None or ends <= begins:
        return failed("dates", "dates.malformed")
    params = {"valid_from": write_moment(begins), "valid_until": write_moment(ends)}
    if now < begins:
        return failed("dates", "dates.not_yet", **params)
    if now >= ends:
        return failed("dates", "dates.expired", **params)
    return passed("dates", "dates.ok", **params)
