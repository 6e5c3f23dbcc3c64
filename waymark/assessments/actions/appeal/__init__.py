"""Appeals: lodging, admitting, naming a panel, voting, and what follows."""

from waymark.assessments.actions.appeal.hearing import cast_vote, declare, lock_appeal
from waymark.assessments.actions.appeal.lodging import admit, lodge, name_panel, turn_away
from waymark.assessments.actions.appeal.outcome import decide

__all__ = [
    "admit",
    "cast_vote",
    "decide",
    "declare",
    "lock_appeal",
    "lodge",
    "name_panel",
    "turn_away",
]
