"""The guides that ship with Waymark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from waymark.portal import guides


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of guides with one translation."""
    (tmp_path / "ar").mkdir()
    (tmp_path / "city.md").write_text("# For cities\n\n## Begin\n\nWater.\n", encoding="utf-8")
    (tmp_path / "zebra.md").write_text("# Zebra\n\nStripes.\n", encoding="utf-8")
    (tmp_path / "about.md").write_text("# About\n\n[x](city.md#begin)\n", encoding="utf-8")
    (tmp_path / "ar" / "city.md").write_text("# للمدن\n\n## ابدأ\n\nماء.\n", encoding="utf-8")
    monkeypatch.setattr(guides, "FOLDER", tmp_path)
    return tmp_path


def test_guides_come_in_the_order_in_which_they_are_needed(folder: Path) -> None:
    assert guides.names() == ["city", "zebra"]


def test_a_translation_is_preferred_and_english_stands_in(folder: Path) -> None:
    arabic = guides.guide("city", "ar")
    assert arabic is not None
    assert (arabic.lang, arabic.direction, arabic.document.title) == ("ar", "rtl", "للمدن")
    english = guides.guide("zebra", "ar")
    assert english is not None
    assert (english.lang, english.direction) == ("en", "ltr")


def test_no_name_leads_out_of_the_folder(folder: Path) -> None:
    (folder.parent / "secret.md").write_text("# Secret\n")
    assert guides.guide("../secret", "en") is None
    assert guides.guide("city", "../..") is not None  # an unknown language is no path either


def test_links_between_files_become_addresses(folder: Path) -> None:
    about = guides.guide("about", "en")
    assert about is not None
    assert 'href="/help/city/#begin"' in about.document.html


def test_a_changed_file_is_read_again(folder: Path) -> None:
    assert guides.search("water", "en")
    (folder / "city.md").write_text("# For cities\n\nNothing.\n", encoding="utf-8")
    assert not guides.search("water", "en")


def test_search_names_the_headings(folder: Path) -> None:
    (hit,) = guides.search("begin", "en")
    assert [heading.text for heading in hit.headings] == ["Begin"]


def test_the_shipped_guides_link_only_to_what_exists() -> None:
    for name in (*guides.names(), *guides.SITE):
        found = guides.guide(name, "en")
        assert found is not None, name
        assert found.document.title, name
        for target in re.findall(r'href="/help/([\w-]+)/', found.document.html):
            assert target in guides.names(), f"{name} links to {target}"
