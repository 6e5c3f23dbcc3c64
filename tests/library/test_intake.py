"""Tables of entries: a round trip without loss, a preview that tells, and an undo as a whole."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import log_in, make_secretary, make_user
from tests.library.shelf import NOW, entry, make_item
from waymark.kernel.flow import Refused
from waymark.library import actions
from waymark.library.actions import intake as acts
from waymark.library.commands import library
from waymark.library.models import Intake, Item
from waymark.library.queries.intake import plan_of
from waymark.library.rules import vocabulary as words
from waymark.library.rules.catalogue import Entry
from waymark.library.rules.intake import Plan, columns, plan, row_of
from waymark.library.rules.outside.queue import Known, Likeness
from waymark.library.rules.studies import stages_of
from waymark.library.writing import entry_of

NOBODY = Likeness([])
LETTERS = st.text("aäß=+@-'\"٣ق,; ", min_size=1, max_size=20).map(str.strip).filter(bool)
TEXTS = st.dictionaries(st.sampled_from(["en", "ar", "fr", "pt"]), LETTERS, max_size=4)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Whatever can be stored, in any of many languages."""
    code = f"L{draw(st.integers(1, 999)):03}"

    def some(known: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(draw(st.lists(st.sampled_from(known), unique=True, max_size=3)))

    return entry(
        code,
        shelf=draw(st.sampled_from(["resource", "offer"])),
        original="en",
        title={**draw(TEXTS), "en": draw(LETTERS)},
        publisher={**draw(TEXTS), "en": draw(LETTERS)},
        description=draw(TEXTS),
        audience=draw(TEXTS),
        kinds=some(words.KINDS) or ("guide",),
        topics=some(words.TOPICS),
        sizes=some(words.SIZES),
        cost=some(words.COSTS),
        named=draw(st.booleans()),
        source=draw(LETTERS),
    )


def table(rows: list[list[str]]) -> Plan:
    """What a table does to a library that holds nothing."""
    return plan(rows[0], rows[1:], list(range(2, len(rows) + 1)), {}, NOBODY)


@given(st.lists(entries(), max_size=4, unique_by=lambda one: one.code))
def test_what_is_taken_away_and_brought_in_again_changes_nothing(made: list[Entry]) -> None:
    names = columns(made)
    rows = [row_of(one, {"address": "works"}, names) for one in made]
    held = {one.code: one for one in made}
    told = plan(names, rows, range(2, len(rows) + 2), held, NOBODY)
    assert not told.wrong
    assert [line.outcome for line in told.lines] == ["same"] * len(made)
    for row in rows:  # and without their codes they are the same entries anew
        row[0] = ""
    anew = plan(names, rows, range(2, len(rows) + 2), {}, NOBODY)
    for one, line in zip(made, anew.lines, strict=True):
        assert line.entry is not None
        assert {**line.entry.told, "basis": ""} == {**one.told, "basis": ""}


def test_each_row_says_what_is_wrong_and_where() -> None:
    told = table(
        [
            ["code", "shelf", "original", "title_en", "publisher_en", "kinds", "url"],
            ["", "", "", "Good", "City", "guide, tool", ""],
            ["X99", "", "", "No such", "City", "guide", ""],
            ["", "study", "", "A study", "City", "guide", ""],
            ["", "shelf", "english", "Bad", "City", "none", "there"],
            ["", "", "", "", "City", "guide", ""],
            ["", "", "", "Good", "City", "guide", ""],
        ]
    )
    good, code, study, bad, untitled, again = told.lines
    assert good.outcome == "new"
    assert good.entry is not None
    assert good.entry.kinds == ("guide", "tool")
    assert [(one.column, one.reason.key) for one in code.wrong] == [(1, "intake.no_such_code")]
    assert study.wrong[0].reason.key == "outside.is_a_study"
    assert {one.column for one in bad.wrong} == {2, 3, 6, 7}
    assert [(one.column, one.reason.key) for one in untitled.wrong] == [(4, "library.text_needed")]
    assert (again.outcome, again.alike) == ("alike", (("#2", "title"),))
    assert dict(told.counts) == {"new": 1, "changed": 0, "same": 0, "alike": 1, "refused": 4}


@pytest.mark.parametrize(
    ("header", "key"),
    [
        (["code", "title_en", "titel"], "intake.column_unknown"),
        (["code", "title"], "intake.which_language"),
        (["code", "url", "URL "], "intake.column_twice"),
        (["url"], "intake.no_title"),
    ],
)
def test_a_table_that_would_lose_something_is_refused(header: list[str], key: str) -> None:
    assert [one.reason.key for one in table([header]).wrong] == [key]


def test_a_missing_column_leaves_all_as_it_is_and_an_empty_cell_empties() -> None:
    held = {"T001": entry(title={"en": "Old", "ar": "ق"}, cost=("free",))}
    told = plan(["code", "title_en", "cost"], [["t001", "New", ""]], [2], held, NOBODY)
    (line,) = told.lines
    assert line.entry is not None
    assert (line.outcome, set(line.fields)) == ("changed", {"title", "cost"})
    assert line.entry.title == {"en": "New", "ar": "ق"}
    assert (line.entry.cost, line.entry.kinds) == ((), ("guide",))


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8).map(" ".join))
def test_the_index_of_titles_finds_what_comparing_all_finds(title: str) -> None:
    from waymark.library.rules.outside.telling import alike, same_title

    titles = ["a b c d e", "a b c d", "e f g h a b", "h", "a b c d e f g h"]
    known = Likeness(Known(str(n), [one], "") for n, one in enumerate(titles))
    expected = {str(n) for n, one in enumerate(titles) if alike(same_title(title), same_title(one))}
    assert {code for code, _why in known.of("", title)} == expected
    assert stages_of(()) == ()


def seen(client: Client, where: str) -> str:
    """The plan that a preview shows, as its form says it."""
    return str(client.get(where).context["seen"])


def send(client: Client, content: bytes, name: str = "table.csv") -> Any:
    return client.post("/library/imports/", {"file": SimpleUploadedFile(name, content)})


@pytest.mark.django_db
def test_a_table_is_previewed_stored_and_undone_as_a_whole() -> None:
    secretary = make_secretary()
    curator = log_in(Client(), secretary)
    make_item("T001", title={"en": "Old", "ar": "ق"})
    make_item("T002", title={"en": "Water for all cities"})
    Item.objects.filter(code="T001").update(address="works", checked_on=NOW)
    before = Item.objects.values().get(code="T001")

    book = curator.get("/library/entries.xlsx").content
    same = send(curator, book, "whole.xlsx")
    assert "changes nothing" in curator.get(same["Location"]).content.decode()
    rows = list(
        csv.reader(io.StringIO(curator.get("/library/entries.csv").getvalue().decode("utf-8-sig")))
    )
    rows[1][rows[0].index("title_en")] = "New name"
    rows[1][rows[0].index("url")] = "https://example.org/moved"
    blank = dict.fromkeys(rows[0], "") | {"publisher_en": "City", "kinds": "video"}
    for title in ("A film", "Water for all cities"):
        rows.append(list((blank | {"title_en": title}).values()))
    rows.append(list((blank | {"title_en": "Bad", "kinds": "nothing"}).values()))
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    answer = send(curator, text.getvalue().encode())
    where = answer["Location"]
    page = curator.get(where).content.decode()
    for told in ("much the same title", "T002", "nothing", "Leave out"):
        assert told in page
    assert Item.objects.count() == 2

    told = {"seen": seen(curator, where)}
    assert curator.post(f"{where}commit/", told).status_code == 302
    assert Intake.objects.order_by("-made_at")[0].state == "preview"  # refused rows unseen
    curator.post(f"{where}commit/", told | {"leave_out": "on"})
    assert Item.objects.get(code="L001").kinds == ("video",)
    assert Item.objects.count() == 3
    changed = Item.objects.get(code="T001")
    assert (changed.title, changed.address) == ({"en": "New name", "ar": "ق"}, "unchecked")
    assert "2 entries were stored" in curator.get(where).content.decode()

    film = Item.objects.get(code="L001")
    more = {"by": secretary, "at": NOW}
    actions.hide_item(item=film, **more)
    intake = Intake.objects.get(state="committed")
    with pytest.raises(Refused):
        actions.undo_intake(intake=intake, **more)
    assert Item.objects.get(code="T001").title["en"] == "New name"
    Item.objects.filter(pk=film.pk).update(version=film.version, hidden_at=None)
    assert curator.post(f"{where}undo/").status_code == 302
    after = Item.objects.values().get(code="T001")
    differing = {name for name in before if before[name] != after[name]}
    assert differing == {"version", "changed_at"}
    assert Item.objects.get(code="L001").hidden_at is not None


def commit(row: Intake, by: Any) -> Intake:
    told = {"seen": plan_of(row).fingerprint, "leave_out": False, "alike": False}
    return actions.commit_intake(intake=row, **told, by=by, at=NOW)


@pytest.mark.django_db
def test_what_somebody_changed_since_the_preview_is_not_written_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(acts, "AT_ONCE", 1)
    secretary = make_secretary()
    curator = log_in(Client(), secretary)
    items = [make_item(f"T00{n}", title={"en": f"Old {n}"}) for n in (1, 2, 3)]
    file = b"code,title_en\nT001,New 1\nT002,New 2\nT003,New 3\n"

    def mend(item: Item, title: str, at: datetime) -> None:
        item.refresh_from_db()
        told = replace(entry_of(item), title={"en": title})
        actions.edit_item(item=item, entry=told, seen=item.version, by=secretary, at=at)

    where = send(curator, file)["Location"]
    before = {"seen": seen(curator, where)}
    mend(items[0], "Mended 1", NOW)
    assert (
        "Look at the new preview"
        in curator.post(f"{where}commit/", before, follow=True).content.decode()
    )
    assert Item.objects.get(code="T001").title == {"en": "Mended 1"}

    row = commit(Intake.objects.get(), secretary)
    mend(items[1], "Mended 2", NOW + timedelta(seconds=1))
    while actions.store_some(intake=row, at=NOW + timedelta(seconds=2)):
        continue
    titles = [one.title["en"] for one in Item.objects.order_by("code")]
    assert titles == ["New 1", "Mended 2", "New 3"]
    row.refresh_from_db()
    assert (row.state, row.lines) == ("committed", [2, 4])


@pytest.mark.django_db
def test_a_long_table_is_stored_in_parts_and_can_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "AT_ONCE", 2)
    secretary = make_secretary()
    told = "title_en,publisher_en,kinds\n" + "".join(
        f"{name},City,guide\n" for name in ("Air", "Sea", "Sun", "Moon", "Wind")
    )
    row = actions.preview_intake(
        source=io.BytesIO(told.encode()), name="five.csv", by=secretary, at=NOW
    )
    row = commit(row, secretary)
    assert (row.state, Item.objects.count()) == ("storing", 2)
    page = log_in(Client(), secretary).get(f"/library/imports/{row.pk}/").content.decode()
    assert "2 of 5 entries are stored" in page
    assert actions.store_some(intake=row, at=NOW)
    assert not actions.store_some(intake=row, at=NOW)
    assert not actions.store_some(intake=row, at=NOW)
    row.refresh_from_db()
    assert (row.state, Item.objects.count()) == ("committed", 5)
    actions.undo_intake(intake=row, by=secretary, at=NOW)
    assert not Item.objects.filter(hidden_at=None).exists()


@pytest.mark.django_db
def test_the_command_says_what_the_page_says(tmp_path: Path) -> None:
    secretary = make_secretary()
    file = tmp_path / "table.csv"
    file.write_text("title_en,publisher_en,kinds\nA film,City,video\nBad,City,nothing\n")
    run = CliRunner().invoke
    asked = ["import", str(file), "--as", secretary.email]
    dry = run(library, [*asked, "--dry-run"])
    assert dry.exit_code == 1
    assert "Row 3, column C (kinds): “nothing” is not known: write it" in dry.output
    assert run(library, asked).exit_code == 1
    assert Item.objects.count() == 0
    assert run(library, [*asked, "--leave-out"]).exit_code == 0
    assert Item.objects.get().kinds == ("video",)
    assert run(library, ["import", str(file), "--as", make_user().email]).exit_code == 2
    file.write_text("titel\nx\n")
    assert run(library, asked).exit_code == 2


@pytest.mark.django_db
def test_the_preview_asks_as_much_for_one_row_as_for_three() -> None:
    curator = log_in(Client(), make_secretary())
    counts = []
    for rows in (1, 3, 1):
        told = "title_en,publisher_en,kinds\n" + "".join(
            f"{name},City,guide\n" for name in ("Air", "Sea", "Sun")[:rows]
        )
        where = send(curator, told.encode())["Location"]
        for path in (where, "/library/imports/"):
            with CaptureQueriesContext(connection) as captured:
                curator.get(path)
            counts.append(len(captured))
    assert counts[2:4] == counts[4:]
    assert max(counts) <= 10
