"""Names from strangers: what is shown, and what goes into a header."""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.base.corpus import NAMES
from waymark.base.files.names import MAX_BYTES, content_disposition, extension, safe_name

FORBIDDEN = set('<>:"|?*/\\') | {chr(n) for n in range(32)} | {"\x7f"}


@pytest.mark.parametrize(
    ("original", "shown"),
    [
        ("Plan 2030.pdf", "Plan 2030.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\report.txt", "report.txt"),
        ("C:report.txt", "C_report.txt"),
        ("annual\u202etxt.exe", "annualtxt.exe"),
        ("re\x00port.txt", "report.txt"),
        ("CON", "_CON"),
        ("con.tar.txt", "_con.tar.txt"),
        ("aux .txt", "_aux .txt"),
        ("console.txt", "console.txt"),
        ("COM¹.txt", "_COM¹.txt"),
        (".htaccess", "htaccess"),
        ("report.txt. . .", "report.txt"),
        ("a\r\nb\u2028c.txt", "a b c.txt"),
        ("...", ""),
        ("", ""),
        ("تقرير المدينة.pdf", "تقرير المدينة.pdf"),
        ("城市报告.pdf", "城市报告.pdf"),
        ("e\u0301.txt", "é.txt"),
        ("گزارش\u200cها.pdf", "گزارش\u200cها.pdf"),
        ("\udcff.txt", "txt"),
    ],
)
def test_a_name_is_kept_but_for_what_could_mislead(original: str, shown: str) -> None:
    assert safe_name(original) == shown


def test_a_long_name_keeps_its_extension_and_whole_characters() -> None:
    for letter in ("a", "é", "汉", "😀"):
        short = safe_name(letter * 300 + ".pdf")
        assert short.endswith(f"{letter}.pdf")
        assert MAX_BYTES - 4 <= len(short.encode()) <= MAX_BYTES


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.sampled_from(NAMES), st.text(alphabet="./\\: con\u202e\u200d\x00a")))
def test_a_clean_name_is_safe_and_cleaning_it_again_changes_nothing(original: str) -> None:
    name = safe_name(original)
    assert safe_name(name) == name
    assert not set(name) & FORBIDDEN
    assert not any(
        unicodedata.bidirectional(c) in ("LRO", "RLO", "LRE", "RLE", "RLI") for c in name
    )
    assert not name.startswith((".", " "))
    assert not name.endswith((".", " "))
    assert len(name.encode()) <= MAX_BYTES


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.sampled_from(NAMES)))
def test_the_header_is_one_ascii_line_that_gives_the_name_back(original: str) -> None:
    header = content_disposition(original)
    assert header.startswith('attachment; filename="')
    assert header.isascii()
    assert header.isprintable()
    plain, _, encoded = header.partition("; filename*=UTF-8''")
    assert unquote(encoded) == (safe_name(original) or "file")
    inside = plain.removeprefix('attachment; filename="').removesuffix('"')
    assert inside
    assert not set(inside) & set('"\\%;/')


def test_the_plain_name_in_the_header_keeps_what_ascii_can_say() -> None:
    assert content_disposition("Résumé 1.pdf") == (
        "attachment; filename=\"Resume 1.pdf\"; filename*=UTF-8''R%C3%A9sum%C3%A9%201.pdf"
    )
    assert content_disposition("报告.pdf").startswith('attachment; filename="file.pdf"; ')
    assert content_disposition("a%41.txt").startswith('attachment; filename="a_41.txt"; ')
    assert content_disposition("a.png", attachment=False).startswith("inline; ")


@pytest.mark.parametrize(
    ("name", "found"), [("a.PDF", "pdf"), ("a", ""), ("a.b.c", "c"), ("a." + "x" * 13, "")]
)
def test_the_extension_is_the_last_one_in_lower_case(name: str, found: str) -> None:
    assert extension(name) == found
