"""Who signed a document, and whether every signature of its proof set holds."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from waymark.awards.rules.moments import write_moment
from waymark.awards.rules.proofs import JCS, RDFC, proof_holds
from waymark.awards.rules.structure import Proof, read_proofs
from waymark.awards.rules.trust import Trust, authorised_key
from waymark.awards.rules.verdict import Check, Result, failed, passed, unknown


def check_signatures(
    document: Mapping[str, Any], issuer: str, trust: Trust | None, now: datetime
) -> tuple[Check, ...]:
    """The checks "issuer", "key", "proof_jcs" and "proof_rdfc" of a bounded document.

    Every proof is demanded, by keys that the issuer's trusted document authorises. Source for
    demanding all: libraries accept a set in which any one proof holds, which lets a broken or
    foreign second proof pass unseen.
    """
    checks = [_issuer(issuer, trust)]
    proofs = read_proofs(document)
    if proofs is None:
        return (*checks, failed("proofs", "proof.malformed"))
    checks.append(_key(proofs, issuer, trust, now))
    if any(check.result is not Result.PASSED for check in checks) or trust is None:
        return (*checks, _not_run(JCS), _not_run(RDFC))
    checks.append(_holds(document, proofs[JCS], trust.documents[issuer], now))
    if checks[-1].result is Result.FAILED:
        return (*checks, _not_run(RDFC))
    return (*checks, _holds(document, proofs[RDFC], trust.documents[issuer], now))


def _issuer(did: str, trust: Trust | None) -> Check:
    if trust is None:
        return unknown("issuer", "issuer.no_trust", did=did)
    if did not in trust.documents:
        return unknown("issuer", "issuer.unknown", did=did)
    return passed("issuer", "issuer.ok", did=did)


def _key(proofs: Mapping[str, Proof], issuer: str, trust: Trust | None, now: datetime) -> Check:
    methods = [proof.method for proof in proofs.values()]
    if any(not method.startswith(f"{issuer}#") for method in methods):
        return failed("key", "key.foreign")
    late = max(proof.created for proof in proofs.values())
    if late > now:
        return failed("key", "dates.signed_later", created=write_moment(late))
    if trust is None or issuer not in trust.documents:
        return unknown("key", "key.no_issuer")
    for method in methods:
        if authorised_key(trust.documents[issuer], method, now) is None:
            return failed("key", "key.not_authorised", method=method)
    return passed("key", "key.ok", method=methods[0])


def _holds(
    document: Mapping[str, Any], proof: Proof, did_document: Mapping[str, Any], now: datetime
) -> Check:
    name = "proof_jcs" if proof.suite == JCS else "proof_rdfc"
    public = authorised_key(did_document, proof.method, now)
    if public is not None and proof_holds(document, proof.body, public):
        return passed(name, "proof.ok", suite=proof.suite)
    return failed(name, "proof.broken", suite=proof.suite)


def _not_run(suite: str) -> Check:
    name = "proof_jcs" if suite == JCS else "proof_rdfc"
    return unknown(name, "proof.not_run", suite=suite)
