"""Makes the room known to Django."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from waymark.base.apps import RoomConfig


class SearchConfig(RoomConfig):
    """The room of the index."""

    name = "waymark.search"
    label = "search"

    def ready(self) -> None:
        """Let `waymark manage check` say what is wrong with the operator's model."""
        super().ready()
        register(_model)


def _model(**_asked: Any) -> list[CheckMessage]:
    """Tell of a model of meaning that is set and can't be read."""
    from waymark.search.meaning import trouble

    said = trouble()
    return [Warning(said, id="search.W001")] if said else []
