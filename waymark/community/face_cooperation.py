"""The words of cooperation records."""

from __future__ import annotations

from waymark.base import reasons, statuses
from waymark.community import wording_cooperation as wording

reasons.register(wording.REASONS)
_TONES: dict[str, statuses.Tone] = {"asked": "info", "public": "good"}
statuses.register(
    {
        f"cooperation.{state}": statuses.Status(label, _TONES.get(state, "plain"))
        for state, label in wording.STATES.items()
    }
    | {"cooperation.yours": statuses.Status(wording.YOURS, "warn")}
)
