"""When the minutes of a meeting stand: the members who were there approve them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """What those who were present said of one wording of the minutes, and who is silent yet."""

    approving: frozenset[str]
    objecting: frozenset[str]
    silent: frozenset[str]

    @property
    def approved(self) -> bool:
        """More than half of those who were present approve: silence is no approval."""
        here = len(self.approving) + len(self.objecting) + len(self.silent)
        return len(self.approving) * 2 > here


def standing(views: Mapping[str, bool], present: Iterable[str]) -> Standing:
    """Count {member: whether she approves}; who was not present has no say in what was said."""
    here = frozenset(present)
    said = {member: view for member, view in views.items() if member in here}
    return Standing(
        approving=frozenset(member for member, view in said.items() if view),
        objecting=frozenset(member for member, view in said.items() if not view),
        silent=here - frozenset(said),
    )
