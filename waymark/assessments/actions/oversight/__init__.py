"""What the global committee does about national certificates."""

from waymark.assessments.actions.oversight.rule import set_oversight
from waymark.assessments.actions.oversight.words import endorse_by_silence, give_word

__all__ = ["endorse_by_silence", "give_word", "set_oversight"]
