"""The reference of adaptations says what the code does."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from waymark.schemes.rules.adapting import ADAPTATION, COMMENT_DAYS, COMMENT_DAYS_DEVIATING
from waymark.schemes.rules.overlay.model import NAMES
from waymark.schemes.rules.overlay.strict import STRICTER

PAGE = (Path(settings.BASE_DIR) / "docs/reference/adaptation.md").read_text(encoding="utf-8")


def test_the_diagram_is_the_table_of_steps() -> None:
    assert ADAPTATION.as_mermaid() in PAGE


def test_every_operation_and_every_parameter_that_can_be_tightened_is_there() -> None:
    for name in NAMES.values():
        assert f"| `{name}` |" in PAGE
    for params in STRICTER.values():
        for param in params:
            assert f"`{param}`" in PAGE


def test_the_days_for_comments_are_named() -> None:
    assert f"({COMMENT_DAYS} days; {COMMENT_DAYS_DEVIATING} with a deviation" in PAGE
