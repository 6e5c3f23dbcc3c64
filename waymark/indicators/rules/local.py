"""A city's own indicator: what has to be said of it, and of how it stands to a shared one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from waymark.indicators.rules.links import EXACT, KINDS, NONE
from waymark.kernel.flow import Reason

MAX_LABEL, MAX_UNIT, MAX_NOTE = 200, 80, 2000
DIRECTIONS = ("", "up", "down", "target", "parity")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,38}")
_TAKEN = ("new",)  # words of addresses


@dataclass(frozen=True, slots=True)
class Local:
    """What a city says of its own indicator. `kind` and `note` are about its shared one."""

    label: str
    unit: str = ""
    direction: str = ""
    kind: str = NONE
    note: str = ""


def code_reasons(code: str) -> tuple[Reason, ...]:
    """Why a code can't be that of a local indicator."""
    if _CODE.fullmatch(code) and code.casefold() not in _TAKEN:
        return ()
    return (Reason("local.code_wrong", {"text": code[:60]}),)


def reasons_against(local: Local, *, has_other: bool) -> tuple[Reason, ...]:
    """Why what is said can't stand: all reasons, not only the first."""
    found = []
    if not local.label:
        found.append(Reason("local.label_empty"))
    limits = ((local.label, MAX_LABEL), (local.unit, MAX_UNIT), (local.note, MAX_NOTE))
    found += [Reason("text.too_long", {"most": most}) for text, most in limits if len(text) > most]
    if local.direction not in DIRECTIONS:
        found.append(Reason("list.direction_wrong", {"text": local.direction[:20]}))
    if local.kind not in KINDS:
        found.append(Reason("local.kind_wrong"))
    elif local.kind != NONE and not has_other:
        found.append(Reason("local.other_needed"))
    if local.kind not in (EXACT, NONE) and not local.note:
        found.append(Reason("local.note_needed"))
    return tuple(found)
