"""A draw that nobody can steer and everybody can check: chosen by tickets from a public seed.

The list is frozen and its hash published; at least three unrelated parties commit to secrets and
reveal them; then comes a source of chance that nobody controls. The seed follows from all of it,
and the selection from the seed. Design and format: docs/reference/draw.md.
"""

from waymark.kernel.draw.announcement import (
    LEAST_PARTIES,
    MOST_PARTIES,
    MOST_RESERVES,
    Announcement,
    Party,
    faults,
    read_announcement,
)
from waymark.kernel.draw.beacon import (
    DICE,
    DIGITS,
    DRAND,
    LEAST,
    Beacon,
    Network,
    Plan,
    Public,
    Signed,
    Thrown,
    answers,
    checked_figures,
    read_beacon,
    read_plan,
)
from waymark.kernel.draw.chance import SECRET, Given, commitment_of, enough, matches, seed_of
from waymark.kernel.draw.checking import Check, Findings, Known, Outcome, Result, check
from waymark.kernel.draw.frame import Entry, by_stratum, frame_hash, leaf_of
from waymark.kernel.draw.lines import FORMAT, HASH, BadDraw, fingerprint, one_line
from waymark.kernel.draw.moments import read_moment, write_moment
from waymark.kernel.draw.policy import Policy, Share, read_share
from waymark.kernel.draw.record import (
    MAX_BYTES,
    Record,
    Said,
    Seal,
    Substitution,
    read_record,
    record_document,
)
from waymark.kernel.draw.sealing import BrokenSeal, Opened, opened
from waymark.kernel.draw.selection import Drawn, Pick, in_order, select, substitute

__all__ = [
    "DICE",
    "DIGITS",
    "DRAND",
    "FORMAT",
    "HASH",
    "LEAST",
    "LEAST_PARTIES",
    "MAX_BYTES",
    "MOST_PARTIES",
    "MOST_RESERVES",
    "SECRET",
    "Announcement",
    "BadDraw",
    "Beacon",
    "BrokenSeal",
    "Check",
    "Drawn",
    "Entry",
    "Findings",
    "Given",
    "Known",
    "Network",
    "Opened",
    "Outcome",
    "Party",
    "Pick",
    "Plan",
    "Policy",
    "Public",
    "Record",
    "Result",
    "Said",
    "Seal",
    "Share",
    "Signed",
    "Substitution",
    "Thrown",
    "answers",
    "by_stratum",
    "check",
    "checked_figures",
    "commitment_of",
    "enough",
    "faults",
    "fingerprint",
    "frame_hash",
    "in_order",
    "leaf_of",
    "matches",
    "one_line",
    "opened",
    "read_announcement",
    "read_beacon",
    "read_moment",
    "read_plan",
    "read_record",
    "read_share",
    "record_document",
    "seed_of",
    "select",
    "substitute",
    "write_moment",
]
