"""What other catalogues tell: read safely whatever comes, and sorted into what is news."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.library.shelf import entry
from waymark.library.rules.outside import feeds, oai, tree
from waymark.library.rules.outside.queue import Held, Known, Likeness, State, sort_out
from waymark.library.rules.outside.taking import About, brought, differences
from waymark.library.rules.outside.telling import Told, plain, told

SHAPES = Path(__file__).parent / "outside"


def shape(name: str) -> bytes:
    return (SHAPES / name).read_bytes()


def test_records_of_oai_pmh_are_read_page_by_page() -> None:
    first = oai.page(shape("oai-1.xml"))
    ferries, deleted = first.records
    assert (ferries.title, ferries.description) == (
        "Ferries for the far islands",
        "How a small city runs ferries.",
    )
    assert (ferries.publisher, ferries.licence) == ("City of Aland", "CC BY 4.0")
    assert (ferries.url, ferries.language) == ("https://catalogue.example/ferries", "en")
    assert (ferries.kinds, ferries.topics) == (("case",), ("culture",))
    assert deleted == Told("oai:catalogue.example:0", gone=True)
    assert first.token == "next page&2"
    assert oai.ask("https://c.example/oai?set=a&verb=x", first.token) == (
        "https://c.example/oai?verb=ListRecords&resumptionToken=next+page%262"
    )
    assert oai.ask("https://c.example/oai?set=a").endswith("metadataPrefix=oai_dc&set=a")
    last = oai.page(shape("oai-2.xml"))
    assert (last.token, last.records[0].kinds) == ("", ("interview",))


def test_feeds_of_each_kind_are_read_as_plain_text() -> None:
    play, second = feeds.feed(shape("rss.xml"))
    assert (play.id, play.language, play.kinds) == ("feed-1", "es", ("video",))
    assert play.description == "Una obra.\nDos."
    assert play.licence == "Todos los derechos reservados"
    assert (second.url, second.publisher) == ("", "A city")
    (one,) = feeds.feed(shape("atom.xml"))
    assert (one.url, one.language, one.description) == ("https://atom.example/1", "ar", "نص")
    assert (one.publisher, one.topics, one.licence) == ("مدينة", ("culture",), "CC BY-SA")


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel>&b;</channel></rss>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>'
ERROR = (
    b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="%s">no</error></OAI-PMH>'
)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (BOMB, "outside.doctype"),
        (OUTSIDE, "outside.doctype"),
        (b"<a>" * 50 + b"</a>" * 50, "outside.too_deep"),
        (b"<rss><channel>", "outside.not_xml"),
        (b"", "outside.not_xml"),
        (b"\xff\xfe\x00", "outside.not_xml"),
        (b'<?xml version="1.0" encoding="none-such"?><a/>', "outside.not_xml"),
        (b"<html/>", "outside.no_feed"),
    ],
)
def test_what_is_hostile_or_something_else_is_refused(content: bytes, key: str) -> None:
    with pytest.raises(tree.BadAnswer) as refused:
        feeds.feed(content)
    assert refused.value.key == key
    with pytest.raises(tree.BadAnswer):
        oai.page(content)


def test_an_error_of_oai_pmh_is_told_and_an_empty_list_is_none() -> None:
    assert oai.page(ERROR % b"noRecordsMatch").records == ()
    with pytest.raises(tree.BadAnswer) as refused:
        oai.page(ERROR % b"badArgument")
    assert refused.value.params == {"code": "badArgument", "said": "no"}


@given(st.binary(max_size=300))
def test_nothing_else_than_a_refusal_comes_of_any_bytes(content: bytes) -> None:
    for read in (feeds.feed, oai.page):
        try:
            read(b"<rss><channel><item><guid>1</guid><title>" + content)
        except tree.BadAnswer:
            continue


@given(st.text(max_size=400), st.text(max_size=400))
def test_no_markup_and_no_long_text_comes_through(title: str, description: str) -> None:
    one = told(id="1", title=title, description=f"<script>x</script>{description}" * 9)
    assert len(one.title) <= 200
    assert len(one.description) <= 2000
    assert "\n" not in one.title


@pytest.mark.parametrize("again", ["<div>", "&lt;div&gt;", "<b><table>"])
def test_nested_markup_takes_no_time_worth_speaking_of(again: str) -> None:
    begun = process_time()
    assert plain("Said" + again * 20_000, 2000).startswith("Said")
    assert process_time() - begun < 1


NEW, OTHER = Told("1", "A title", "Text"), Told("1", "A title", "Another text")
GONE = Told("1", gone=True)


@pytest.mark.parametrize(
    ("found", "held", "state"),
    [
        (NEW, None, "new"),
        (Told("1"), None, None),  # without a title
        (GONE, None, None),
        (NEW, Held("new", NEW), None),
        (OTHER, Held("new", NEW), "new"),
        (OTHER, Held("taken", NEW, NEW), "changed"),
        (NEW, Held("taken", NEW, NEW), None),
        (NEW, Held("changed", OTHER, NEW), "taken"),  # changed back
        (OTHER, Held("rejected", NEW), "rejected"),  # kept, and asked no more
        (GONE, Held("new", NEW), "dropped"),
        (GONE, Held("taken", NEW, NEW), "gone"),
        (GONE, Held("changed", OTHER, NEW), "gone"),
        (GONE, Held("rejected", NEW), None),
        (GONE, Held("noted", NEW, NEW), None),
        (NEW, Held("noted", NEW, NEW), "taken"),  # it is back
        (NEW, Held("gone", NEW, NEW), "taken"),
    ],
)
def test_what_a_harvest_means(found: Told, held: Held | None, state: str | None) -> None:
    changes = sort_out([found], {"1": held} if held else {}, complete=False)
    assert [one.state for one in changes] == ([state] if state else [])


@given(st.lists(st.sampled_from("123456")), st.booleans())
def test_what_is_missing_is_gone_only_where_all_was_seen(seen: list[str], complete: bool) -> None:
    held = {name: Held(State.TAKEN, Told(name, "T"), Told(name, "T")) for name in "123"}
    changes = sort_out([Told(name, "T") for name in seen], held, complete=complete)
    gone = {one.id for one in changes if one.state == State.GONE}
    assert gone == (set(held) - set(seen) if complete else set())
    assert {one.id for one in changes if one.state == State.NEW} == set(seen) - set(held)
    assert len({one.id for one in changes}) == len(changes)


def test_what_we_wrote_stays_when_a_source_changes() -> None:
    about = About("A catalogue")
    before = Told("1", "Old", "Theirs", "They", "https://a.example/1", "en")
    after = Told("1", "New", "Theirs anew", "They", "https://a.example/2", "en")
    ours = entry(
        title={"en": "Old", "ar": "ق"},
        description={"en": "Our own words"},
        publisher={"en": "They"},
        url="https://a.example/1",
    )
    found = {one.field: one.ours for one in differences(ours, before, after, about)}
    assert found == {"title": False, "description": True, "url": False}
    merged = brought(ours, before, after, about)
    assert merged.title == {"en": "New", "ar": "ق"}
    assert merged.description == {"en": "Our own words"}
    assert merged.url == "https://a.example/2"


def test_the_same_is_found_by_address_and_title() -> None:
    known = Likeness(
        [
            Known("T001", ["Ferries for the far islands"], ""),
            Known("T002", ["Another"], "http://www.a.example/x/"),
            Known("T003", ["Ferries"], ""),
        ]
    )
    assert known.of("https://a.example/x", "Nothing") == [("T002", "address")]
    assert known.of("", "FERRIES for the far Islands!") == [("T001", "title")]
    assert known.of("", "Something else") == []
