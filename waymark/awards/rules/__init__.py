"""What an award states, how it is signed, and whether a certificate is valid: plain Python."""

from waymark.awards.rules.claim import Claim, ClaimRefused, Deviation, Issuer, StatusSlot
from waymark.awards.rules.completion import Completion, hashed_name
from waymark.awards.rules.credential import issue, to_bytes
from waymark.awards.rules.files import FileAnswer, verify_files
from waymark.awards.rules.keys import (
    PublicKey,
    SigningKey,
    did_document,
    did_web,
    did_web_address,
    multikey,
    read_multikey,
)
from waymark.awards.rules.messages import explain
from waymark.awards.rules.moments import read_moment, write_moment
from waymark.awards.rules.qr import qr_svg, read_stamp, stamp
from waymark.awards.rules.reading import Unreadable
from waymark.awards.rules.reading import parse as parse_certificate
from waymark.awards.rules.status import MIN_ENTRIES, status_list
from waymark.awards.rules.trust import Trust, read_trust, trust_file, trust_from
from waymark.awards.rules.verdict import Check, Outcome, Result, Summary, Verification
from waymark.awards.rules.verification import verify

__all__ = [
    "MIN_ENTRIES",
    "Check",
    "Claim",
    "ClaimRefused",
    "Completion",
    "Deviation",
    "FileAnswer",
    "Issuer",
    "Outcome",
    "PublicKey",
    "Result",
    "SigningKey",
    "StatusSlot",
    "Summary",
    "Trust",
    "Unreadable",
    "Verification",
    "did_document",
    "did_web",
    "did_web_address",
    "explain",
    "hashed_name",
    "issue",
    "multikey",
    "parse_certificate",
    "qr_svg",
    "read_moment",
    "read_multikey",
    "read_stamp",
    "read_trust",
    "stamp",
    "status_list",
    "to_bytes",
    "trust_file",
    "trust_from",
    "verify",
    "verify_files",
    "write_moment",
]
