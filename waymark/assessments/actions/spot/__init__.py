"""Spot checks: announce and draw, give chance, check again, conclude."""

from waymark.assessments.actions.spot.announcing import Giver, Plan, announce_draw
from waymark.assessments.actions.spot.chance import commit_secret, reveal_secret
from waymark.assessments.actions.spot.checking import (
    assign_checker,
    conclude_check,
)
from waymark.assessments.actions.spot.choosing import ask_check, replace_drawn
from waymark.assessments.actions.spot.drawing import close_draw, draw_cases, give_up_draw
from waymark.assessments.actions.spot.policy import set_check_policy
from waymark.assessments.actions.spot.sealing import keep_seal
from waymark.assessments.actions.spot.stewarding import declare_as_steward

__all__ = [
    "Giver",
    "Plan",
    "announce_draw",
    "ask_check",
    "assign_checker",
    "close_draw",
    "commit_secret",
    "conclude_check",
    "declare_as_steward",
    "draw_cases",
    "give_up_draw",
    "keep_seal",
    "replace_drawn",
    "reveal_secret",
    "set_check_policy",
]
