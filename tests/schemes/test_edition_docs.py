"""The reference of editions says what the code does."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from waymark.schemes.rules.drafting import COMMENT_DAYS
from waymark.schemes.rules.publishing import EDITION

DOCS = Path(settings.BASE_DIR) / "docs"
PAGE = (DOCS / "reference/scheme.md").read_text(encoding="utf-8")


def test_the_diagram_is_the_table_of_steps() -> None:
    assert EDITION.as_mermaid() in PAGE


def test_the_days_for_comments_are_named() -> None:
    editorial, minor, major = COMMENT_DAYS.values()
    told = f"({editorial} days for an editorial change, {minor} for a minor, {major} for a major"
    assert told in PAGE
    guide = (DOCS / "guide/criteria.md").read_text(encoding="utf-8")
    for days in COMMENT_DAYS.values():
        assert f"| {days} days |" in guide
