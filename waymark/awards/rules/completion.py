"""That somebody has completed a course, as an Open Badges 3.0 credential that holds no name."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waymark.awards.rules.claim import (
    ClaimRefused,
    Issuer,
    StatusSlot,
    check_address,
    check_line,
    check_text_of,
)
from waymark.awards.rules.framing import frame
from waymark.awards.rules.multihash import digest_multibase

ACHIEVEMENT = "Course"
"""The kind of achievement in the vocabulary of Open Badges 3.0; it tells a completion apart."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SALT = re.compile(r"[0-9a-f]{32}")


def hashed_name(name: str, salt: str) -> str:
    """Return a name as Open Badges 3.0 hides it: "sha256$" and the hash of name and salt.

    (Open Badges 3.0, IdentityObject: the salt is put behind the text before it is hashed.)
    """
    return "sha256$" + hashlib.sha256(f"{name}{salt}".encode()).hexdigest()


@dataclass(frozen=True)
class Completion:
    """The statement that the holder, named by a salted hash alone, has completed a course.

    Addresses are absolute or urn; `course_hash` is the SHA-256 of the course's document as it was
    read, in lower-case hex; moments carry their zone. Raises ClaimRefused.
    """

    id: str
    subject_id: str
    name_hash: str
    salt: str
    title: str
    description: str
    criteria: str
    course_url: str
    course_hash: str
    revision: str
    valid_from: datetime
    valid_until: datetime
    language: str = "en"

    def __post_init__(self) -> None:
        for name in ("id", "subject_id", "course_url"):
            check_address(name, getattr(self, name))
        for name, pattern in (("course_hash", _SHA256), ("salt", _SALT)):
            if not pattern.fullmatch(getattr(self, name)):
                raise ClaimRefused(name, "not of the form it should have")
        prefix, _, digest = self.name_hash.partition("$")
        if prefix != "sha256" or not _SHA256.fullmatch(digest):
            raise ClaimRefused("name_hash", "not of the form it should have")
        check_line("title", self.title)
        for name in ("description", "criteria", "revision"):
            check_text_of(name, getattr(self, name))
        for name in ("valid_from", "valid_until"):
            if getattr(self, name).tzinfo is None:
                raise ClaimRefused(name, "a moment needs a time zone")
        if self.valid_until <= self.valid_from:
            raise ClaimRefused("valid_until", "a certificate ends after it begins")


def unsigned(claim: Completion, *, issuer: Issuer, slot: StatusSlot) -> dict[str, Any]:
    """The credential before signing."""
    return frame(claim, issuer=issuer, slot=slot) | {
        "credentialSubject": {
            "id": claim.subject_id,
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityHash": claim.name_hash,
                    "identityType": "name",
                    "hashed": True,
                    "salt": claim.salt,
                }
            ],
            "achievement": {
                "id": claim.course_url,
                "type": ["Achievement"],
                "achievementType": ACHIEVEMENT,
                "creator": {"id": issuer.did, "type": ["Profile"]},
                "name": claim.title,
                "description": claim.description,
                "criteria": {"narrative": claim.criteria},
                "version": claim.revision,
                "inLanguage": claim.language,
            },
        },
        "relatedResource": [
            {
                "id": claim.course_url,
                "digestMultibase": digest_multibase(claim.course_hash),
                "mediaType": "application/json",
            }
        ],
    }
