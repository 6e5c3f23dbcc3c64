"""Whether a certificate of a city that ended stays with a legal successor: when it is put."""

from __future__ import annotations

from dataclasses import dataclass

from waymark.kernel.flow import Reason


@dataclass(frozen=True, slots=True)
class Inheriting:
    """What is known of a certificate, the place that held it, and the successor named."""

    ended: bool  # the place that it was given to
    heirs: tuple[str, ...]  # ids of the places that there are now of what it was
    named: str  # the id of the successor
    valid: bool = True
    on_agenda: bool = False  # of a meeting that has not decided on it
    closed: bool = False  # it was decided, or asked anew


def refuse_inheriting(facts: Inheriting) -> tuple[Reason, ...]:
    """Return why it can not be put, or decided on, whether a certificate stays; empty when it can.

    Only a place that follows on the one that ended can be named. A suspension is settled first.
    """
    if facts.closed:
        return (Reason("inheritance.over"),)
    if not facts.ended:
        return (Reason("inheritance.not_ended"),)
    found = []
    if facts.named not in facts.heirs:
        found.append(Reason("inheritance.no_heir"))
    if not facts.valid:
        found.append(Reason("inheritance.not_valid"))
    if facts.on_agenda:
        found.append(Reason("doubt.on_agenda"))
    return tuple(found)
