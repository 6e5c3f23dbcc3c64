"""What every credential says, whatever it is about."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from waymark.awards.rules.claim import Issuer, StatusSlot
from waymark.awards.rules.contexts import CERTIFICATE_CONTEXT
from waymark.awards.rules.moments import write_moment

TYPES = ("VerifiableCredential", "OpenBadgeCredential")
PURPOSE = "revocation"


class Stated(Protocol):
    """The part of a claim that does not hang on its kind."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def valid_from(self) -> datetime: ...
    @property
    def valid_until(self) -> datetime: ...


def frame(claim: Stated, *, issuer: Issuer, slot: StatusSlot) -> dict[str, Any]:
    """The credential without its subject and what it is bound to."""
    return {
        "@context": list(CERTIFICATE_CONTEXT),
        "id": claim.id,
        "type": list(TYPES),
        "name": claim.title,
        "description": claim.description,
        "inLanguage": claim.language,
        "issuer": {"id": issuer.did, "type": ["Profile"], "name": issuer.name, "url": issuer.url},
        "validFrom": write_moment(claim.valid_from),
        "validUntil": write_moment(claim.valid_until),
        "credentialStatus": {
            "id": f"{slot.list_url}#{slot.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": PURPOSE,
            "statusListIndex": str(slot.index),
            "statusListCredential": slot.list_url,
        },
    }
