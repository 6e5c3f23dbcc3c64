"""Acts on a certificate after it was given: terms, hearings, doubts, conditions, its end."""

from waymark.assessments.actions.life.clock import carry_out, lapse
from waymark.assessments.actions.life.conditions import find_condition
from waymark.assessments.actions.life.correcting import correct_decision
from waymark.assessments.actions.life.deciding import decide_on_award
from waymark.assessments.actions.life.doubting import doubt_decision
from waymark.assessments.actions.life.ending import end_hearing
from waymark.assessments.actions.life.hearing import open_hearing, say
from waymark.assessments.actions.life.inheriting import ask_inheritance
from waymark.assessments.actions.life.terms import set_terms

__all__ = [
    "ask_inheritance",
    "carry_out",
    "correct_decision",
    "decide_on_award",
    "doubt_decision",
    "end_hearing",
    "find_condition",
    "lapse",
    "open_hearing",
    "say",
    "set_terms",
]
