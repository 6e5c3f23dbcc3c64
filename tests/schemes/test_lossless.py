"""A document that is read and written again is the same, byte by byte."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assessments.evaluate_strategies import World, worlds
from waymark.kernel import canonical
from waymark.schemes import data
from waymark.schemes.rules import parse_scheme, scheme_document
from waymark.schemes.rules.agreed import AgreedText
from waymark.schemes.rules.plain import plain

MOST = 8 * 1024 * 1024
WORDS = st.text(
    st.characters(min_codepoint=0x20, exclude_characters="\x7f", exclude_categories=["Cs"]),
    min_size=1,
    max_size=40,
).filter(str.strip)
SOURCES = st.builds(
    AgreedText,
    document=st.dictionaries(st.sampled_from(["en", "ar", "zh"]), WORDS, min_size=1),
    paragraph=WORDS,
    text=st.dictionaries(st.sampled_from(["en", "ar"]), WORDS),
    url=st.sampled_from(["", "https://example.org/a"]),
)


def again(written: bytes) -> bytes:
    """Taken in, and written out."""
    taken = canonical.loads(written, max_bytes=MOST)
    return canonical.dumps(scheme_document(parse_scheme(taken)))


@settings(max_examples=150, deadline=None)
@given(worlds(), st.lists(SOURCES, max_size=3), st.dictionaries(st.just("ar"), WORDS))
def test_what_was_written_is_read_and_written_the_same(
    world: World, sources: list[AgreedText], arabic: dict[str, str]
) -> None:
    document = scheme_document(world.scheme)
    one = document["criteria"][0]
    one["title"] = {**one["title"], **arabic}
    if sources:
        one["sources"] = [plain(source) for source in sources]
    written = canonical.dumps(document)
    assert again(written) == written


def test_the_shipped_edition_too() -> None:
    written = canonical.dumps(data.read())
    assert again(written) == written
    shipped = Path(data.__file__).parent / "sdg-cities-1.json"
    assert again(shipped.read_bytes()) == written  # however it is set out
    assert again(written.replace(b"Policy stock-take", b"Policy stock-taking")) != written
