"""Writes of awards: issuing them, and what happens to them afterwards."""

from waymark.awards.actions.completions import (
    Completed,
    intend_completion,
    withdraw_completion,
)
from waymark.awards.actions.issuing import Intent, intend_award, make_issuer, rotate_key
from waymark.awards.actions.life import (
    annul_award,
    current_state,
    end_award,
    hand_award_on,
    lapse_award,
    reinstate_award,
    revoke_award,
    supersede_award,
    suspend_award,
)
from waymark.awards.writing import ReasonMissing

__all__ = [
    "Completed",
    "Intent",
    "ReasonMissing",
    "annul_award",
    "current_state",
    "end_award",
    "hand_award_on",
    "intend_award",
    "intend_completion",
    "lapse_award",
    "make_issuer",
    "reinstate_award",
    "revoke_award",
    "rotate_key",
    "supersede_award",
    "suspend_award",
    "withdraw_completion",
]
