"""What everybody reads of the global committee's word: an endorsement, where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waymark.assessments.models import GlobalWord
from waymark.assessments.rules.oversight.words import Word
from waymark.awards.models import Award
from waymark.awards.queries import state_of
from waymark.awards.rules.lifecycle import AwardState

TAKEN = (AwardState.REVOKED, AwardState.ANNULLED)


@dataclass(frozen=True)
class Endorsed:
    """That a certificate is endorsed, and since when."""

    at: datetime
    by_silence: bool


def endorsed(viewer: Any, award: Award, at: datetime) -> Endorsed | None:
    """Return the endorsement of a certificate that was not taken away, or None. One query."""
    if state_of(award, at) in TAKEN:
        return None
    words = GlobalWord.objects.filter(decision=award.decision.partition(":")[2])
    last = words.order_by("-seq").values_list("kind", "at").first()
    if last is None or last[0] == Word.OBJECT:
        return None
    return Endorsed(last[1], by_silence=last[0] == Word.SILENCE)
