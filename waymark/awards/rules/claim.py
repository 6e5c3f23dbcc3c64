"""What an award states, before it is signed; knows no case and no database."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from waymark.awards.rules.keys import is_did_web
from waymark.awards.rules.reading import Unreadable, check_text

_COUNTRY = re.compile(r"[A-Z]{2}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}")  # "1.0.0+ke.1.2.0" of a national edition
_CRITERION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,79}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
MAX_TEXT = 8_000


class ClaimRefused(ValueError):
    """A claim that may not be signed. `field` names the part at fault."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field


@dataclass(frozen=True)
class Deviation:
    """A substitute or waiver endorsed for a criterion, printed on the certificate."""

    criterion: str
    text: str


@dataclass(frozen=True)
class Issuer:
    """Who vouches: did:web name, display name, home page."""

    did: str
    name: str
    url: str

    def __post_init__(self) -> None:
        if not is_did_web(self.did):
            raise ClaimRefused("did", "an issuer is named by did:web")
        check_address("url", self.url)
        check_line("name", self.name)


@dataclass(frozen=True)
class StatusSlot:
    """The place of a certificate in a status list: the list's address and a bit number."""

    list_url: str
    index: int

    def __post_init__(self) -> None:
        check_address("list_url", self.list_url)
        if self.index < 0:
            raise ClaimRefused("index", "not a bit number")


@dataclass(frozen=True)
class Claim:
    """The statement of one certificate.

    Addresses are absolute (https, http in the embedded edition, or urn); hashes are SHA-256 in
    lower-case hex; moments carry their zone; `country` is ISO 3166-1 alpha-2; texts are in
    `language`. Raises ClaimRefused when a part is missing or would not survive signing.
    """

    id: str
    subject_id: str
    subject_name: str
    place_kind: str
    country: str
    title: str
    description: str
    level: str
    stage: str
    scheme_id: str
    scheme_version: str
    scheme_url: str
    scheme_hash: str
    report_url: str
    report_hash: str
    criteria: str
    decision_id: str
    valid_from: datetime
    valid_until: datetime
    deviations: tuple[Deviation, ...] = ()
    language: str = "en"

    def __post_init__(self) -> None:
        for name in ("id", "subject_id", "scheme_url", "report_url", "decision_id"):
            check_address(name, getattr(self, name))
        for name in ("place_kind", "level", "stage", "scheme_id"):
            _match(name, getattr(self, name), _CODE)
        _match("scheme_version", self.scheme_version, _VERSION)
        for name in ("scheme_hash", "report_hash"):
            _match(name, getattr(self, name), _SHA256)
        _match("country", self.country, _COUNTRY)
        _match("language", self.language, _LANGUAGE)
        for name in ("subject_name", "title"):
            check_line(name, getattr(self, name))
        for name in ("description", "criteria"):
            check_text_of(name, getattr(self, name))
        for deviation in self.deviations:
            _match("deviations", deviation.criterion, _CRITERION)
            check_text_of("deviations", deviation.text)
        for name in ("valid_from", "valid_until"):
            if getattr(self, name).tzinfo is None:
                raise ClaimRefused(name, "a moment needs a time zone")
        if self.valid_until <= self.valid_from:
            raise ClaimRefused("valid_until", "a certificate ends after it begins")


def _match(name: str, value: str, pattern: re.Pattern[str]) -> None:
    if not pattern.fullmatch(value):
        raise ClaimRefused(name, "not of the form it should have")


def check_address(name: str, value: str) -> None:
    """Refuse (ClaimRefused) what is neither an absolute address nor a urn."""
    try:
        parts = urlsplit(value)
    except ValueError as error:
        raise ClaimRefused(name, "not an absolute address") from error
    absolute = (parts.scheme in ("https", "http") and parts.netloc) or value.startswith("urn:")
    if not absolute or len(value) > 500 or not re.fullmatch(r"[!-~]+", value):
        raise ClaimRefused(name, "not an absolute address")


def check_line(name: str, value: str) -> None:
    """Refuse (ClaimRefused) what is empty, too long, or more than a line."""
    if any(end in value for end in "\t\r\n"):
        raise ClaimRefused(name, "one line is wanted")
    check_text_of(name, value)


def check_text_of(name: str, value: str) -> None:
    """Refuse (ClaimRefused) what is empty, too long, or holds control characters."""
    if not value.strip() or len(value) > MAX_TEXT:
        raise ClaimRefused(name, "empty or too long")
    try:
        check_text(value)
        value.encode()
    except (Unreadable, UnicodeEncodeError) as error:
        raise ClaimRefused(name, "holds a control character") from error
