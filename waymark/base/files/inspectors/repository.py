"""Looks over a ZIP with a repository of data: its directory only, as its reader counts again."""

from __future__ import annotations

from typing import IO, Any

from waymark.base.files.inspectors import archives
from waymark.base.files.types import BY_MEDIA_TYPE


def inspect(stream: IO[bytes], media_type: str) -> dict[str, Any]:
    """Refuse what claims to unpack beyond measure, leads out of its folder, or is two files."""
    budget = archives.Budget(archives.REPOSITORY_MEMBERS, archives.REPOSITORY_UNPACKED)
    archives.opened(stream, BY_MEDIA_TYPE[media_type].label, budget, repository=True)
    return {}
