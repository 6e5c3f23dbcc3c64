"""Saving an answer: by form, by autosave, by two people at once; history, comments, work."""

from __future__ import annotations

import os
import threading
from collections import Counter
from typing import Any

import pytest
from django.db import connection

from tests import factories
from tests.assessments.city import AUTOSAVE, answer, at, client_of, text
from tests.world import World, make_world
from waymark.assessments.actions import answers
from waymark.assessments.models import Answer, AnswerRevision, Case, Comment
from waymark.base.models import Record
from waymark.people.rules import WorkspaceRole

A01 = "criteria/A01/"
FULL = bool(os.environ.get("WAYMARK_TEST_EDITORS_FULL"))
EDITORS, SAVES = (20, 100) if FULL else (6, 8)
"""How many write one answer at once, and how often each; the whole figure takes minutes (R7)."""


@pytest.fixture
def world(db: None) -> World:
    """A city with an open case and no answer."""
    return make_world()


def save(world: World, words: str, *, version: int, by: Any = None, level: int = 1) -> Any:
    """Save an answer to A01 as somebody else does."""
    return answers.save_answer(
        case=world.case,
        criterion="A01",
        draft=answers.Draft(level=level, narrative=words),
        version=version,
        by=by or world.lead,
        at=world.later(),
    )


def test_an_answer_is_saved_without_any_script(world: World) -> None:
    browser = client_of(world.editor)
    page = browser.post(at(world, A01), answer(2, "We list them.\r\nAll."), follow=True)
    assert page.redirect_chain[-1][0] == at(world, A01)
    assert "Saved." in text(page)
    found = Answer.objects.get()
    assert (found.level, found.narrative, found.version) == (2, "We list them.\nAll.", 1)
    assert found.updated_by == world.editor
    assert "We list them." in text(page)


def test_an_answer_can_be_taken_away_again(world: World) -> None:
    browser = client_of(world.editor)
    browser.post(at(world, A01), answer(2, "Words"))
    browser.post(at(world, A01), answer("", "", version=1))
    found = Answer.objects.get()
    assert (found.level, found.narrative, found.version) == (None, "", 2)


def test_autosave_answers_with_version_and_time(world: World) -> None:
    browser = client_of(world.editor)
    said = browser.post(at(world, A01), answer(1, "First"), **AUTOSAVE)
    assert said.status_code == 200
    assert set(said.json()) == {"version", "saved_at"}
    assert said.json()["version"] == 1
    said = browser.post(at(world, A01), answer(1, "First and second", version=1), **AUTOSAVE)
    assert said.json()["version"] == 2
    assert Answer.objects.get().narrative == "First and second"


def test_autosave_names_the_field_that_it_refuses(world: World) -> None:
    said = client_of(world.editor).post(at(world, A01), answer(7, "Words"), **AUTOSAVE)
    assert said.status_code == 422
    assert list(said.json()["errors"]) == ["level"]
    said = client_of(world.editor).post(at(world, A01), answer(1, "x" * 20_001), **AUTOSAVE)
    assert list(said.json()["errors"]) == ["narrative"]
    refused = answer(1, "Core", not_relevant="on", not_relevant_reason="Too small")
    said = client_of(world.editor).post(at(world, A01), refused, **AUTOSAVE)
    assert "not_relevant" in said.json()["errors"]
    assert not Answer.objects.exists()


def test_a_refused_answer_keeps_what_was_typed(world: World) -> None:
    page = client_of(world.editor).post(at(world, A01), answer(9, "A whole evening's work"))
    assert page.status_code == 422
    assert "A whole evening&#x27;s work" in text(page)
    assert "There is a problem" in text(page)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("NUL \x00 inside", 400),
        ("half a pair \ud800", 400),
        ("bell \x07", 422),
        ("e" + "\u0301" * 500, 422),
        ("\u202eright to left\u202c", 200),
        ("نص عربي وأرقام ٢٠٣٠", 200),
        ("<script>alert(1)</script>", 200),
    ],
)
def test_odd_text_is_refused_or_kept_and_never_breaks(
    world: World, words: str, status: int
) -> None:
    browser = client_of(world.editor)
    data = answer(1, words)
    if "\ud800" in words:
        body = "level=1&version=0&narrative=%ED%A0%80"
        said = browser.post(
            at(world, A01), body, content_type="application/x-www-form-urlencoded", **AUTOSAVE
        )
        assert said.status_code in (200, 400, 422)
        return
    said = browser.post(at(world, A01), data, **AUTOSAVE)
    assert said.status_code == status
    assert Answer.objects.exists() == (status == 200)
    page = browser.get(at(world, A01))
    assert page.status_code == 200
    assert "<script>alert" not in text(page)


def test_numbers_that_are_none_are_refused_kindly(world: World) -> None:
    browser = client_of(world.editor)
    for version in ("", "-1", "9" * 40, "x"):
        said = browser.post(at(world, A01), answer(1, "Words") | {"version": version})
        assert said.status_code == 422, version
    for page in ("criteria/Z99/", "criteria/A01/versions/999999/", "criteria/A01/versions/0/"):
        assert browser.get(at(world, page)).status_code == 404
    huge = at(world, f"criteria/A01/history/?before={'9' * 30}")
    assert browser.get(huge).status_code == 200


# Two people at once


def test_the_second_writer_sees_both_versions_and_neither_loses_a_word(world: World) -> None:
    save(world, "The lead's words", version=0)
    browser = client_of(world.editor)
    said = browser.post(at(world, A01), answer(2, "The editor's words"), **AUTOSAVE)
    assert said.status_code == 409
    assert "<html" not in text(said)
    for words in ("The lead&#x27;s words", "The editor&#x27;s words", world.lead.name):
        assert words in text(said)
    assert Answer.objects.get().narrative == "The lead's words"
    kept = AnswerRevision.objects.get(conflict=True)
    assert kept.payload["narrative"] == "The editor's words"
    page = text(browser.get(at(world, A01)))
    assert f"criteria/A01/versions/{kept.pk}/" in page
    assert "versions/" not in text(client_of(world.lead).get(at(world, A01)))


def test_without_scripts_the_same_choice_is_a_whole_page(world: World) -> None:
    save(world, "Theirs", version=0)
    page = client_of(world.editor).post(at(world, A01), answer(2, "Mine"))
    assert page.status_code == 409
    assert "<html" in text(page)
    assert 'name="version" value="1"' in text(page)


def test_mine_can_stand(world: World) -> None:
    save(world, "Theirs", version=0)
    browser = client_of(world.editor)
    browser.post(at(world, A01), answer(2, "Mine"), **AUTOSAVE)
    chosen = answer(2, "Mine, mended", version=1, resolve="mine")
    page = browser.post(at(world, A01), chosen, follow=True)
    assert "The other version is kept in the history" in text(page)
    found = Answer.objects.get()
    assert (found.narrative, found.level, found.version) == ("Mine, mended", 2, 2)
    assert "kept aside" not in text(page)


def test_theirs_can_stand_and_the_choice_is_remembered(world: World) -> None:
    save(world, "Theirs", version=0)
    browser = client_of(world.editor)
    browser.post(at(world, A01), answer(2, "Mine"), **AUTOSAVE)
    chosen = answer(2, "Mine", version=1, resolve="theirs")
    page = browser.post(at(world, A01), chosen, follow=True)
    assert Answer.objects.get().narrative == "Theirs"
    assert "kept aside" not in text(page).replace("is kept in the history", "")
    history = text(browser.get(at(world, "criteria/A01/history/")))
    assert "Mine" in history


def test_both_can_be_put_together(world: World) -> None:
    save(world, "Theirs", version=0)
    browser = client_of(world.editor)
    browser.post(at(world, A01), answer(1, "Mine"), **AUTOSAVE)
    page = browser.post(at(world, A01), answer(1, "Mine", version=1, resolve="both"))
    assert "Mine\n\nTheirs" in text(page)
    assert Answer.objects.get().narrative == "Theirs"  # nothing is saved before she says so
    browser.post(at(world, A01), answer(1, "Mine\n\nTheirs", version=1, resolve="mine"))
    assert Answer.objects.get().narrative == "Mine\n\nTheirs"


def test_a_third_version_while_choosing_is_shown_again(world: World) -> None:
    save(world, "Theirs", version=0)
    browser = client_of(world.editor)
    browser.post(at(world, A01), answer(1, "Mine"), **AUTOSAVE)
    save(world, "Theirs once more", version=1)
    page = browser.post(at(world, A01), answer(1, "Mine", version=1, resolve="mine"))
    assert page.status_code == 409
    assert "Theirs once more" in text(page)
    assert Answer.objects.get().narrative == "Theirs once more"
    assert AnswerRevision.objects.filter(conflict=True).count() == 2


def test_words_kept_aside_can_be_compared_later(world: World) -> None:
    save(world, "Theirs", version=0)
    browser = client_of(world.editor)
    browser.post(at(world, A01), answer(1, "Mine"), **AUTOSAVE)
    kept = AnswerRevision.objects.get(conflict=True)
    page = browser.get(at(world, f"criteria/A01/versions/{kept.pk}/"))
    assert page.status_code == 200
    assert "Mine" in text(page)
    assert browser.get(at(world, f"criteria/A02/versions/{kept.pk}/")).status_code == 404


# A retry has one effect


def test_a_repeated_save_has_one_effect_and_the_next_save_of_the_window_counts(
    world: World,
) -> None:
    browser = client_of(world.editor)
    first = answer(1, "First", client_key="window-1")
    versions = [browser.post(at(world, A01), first, **AUTOSAVE).json()["version"] for _ in range(3)]
    assert versions == [1, 1, 1]
    second = answer(1, "Second", version=1, client_key="window-1")
    assert browser.post(at(world, A01), second, **AUTOSAVE).json()["version"] == 2
    back = answer(1, "First", version=2, client_key="window-1")
    assert browser.post(at(world, A01), back, **AUTOSAVE).json()["version"] == 3
    assert Answer.objects.get().narrative == "First"
    assert AnswerRevision.objects.count() == 3


def test_a_window_whose_reply_was_lost_does_not_conflict_with_itself(world: World) -> None:
    browser = client_of(world.editor)
    browser.post(at(world, A01), answer(1, "First", client_key="window-1"), **AUTOSAVE)
    more = answer(1, "First and more", client_key="window-1")  # it never heard of version 1
    assert browser.post(at(world, A01), more, **AUTOSAVE).json()["version"] == 2
    other = answer(1, "Another window", client_key="window-2")
    assert browser.post(at(world, A01), other, **AUTOSAVE).status_code == 409
    assert Answer.objects.get().narrative == "First and more"


def test_a_retry_learns_its_own_version_and_not_a_newer_one(world: World) -> None:
    browser = client_of(world.editor)
    first = answer(1, "First", client_key="window-1")
    browser.post(at(world, A01), first, **AUTOSAVE)
    save(world, "The lead was here", version=1)
    assert browser.post(at(world, A01), first, **AUTOSAVE).json()["version"] == 1
    next_ = answer(1, "First and more", version=1, client_key="window-1")
    assert browser.post(at(world, A01), next_, **AUTOSAVE).status_code == 409


# Many at once, on whatever database the tests run


def race(world: World, editors: int, saves: int, *, honest: bool) -> tuple[Counter[int], set[str]]:
    """Let editors save in parallel; return how often each status came, and every text sent.

    A dishonest editor always claims to have seen the newest version.
    """
    statuses: Counter[int] = Counter()
    sent: set[str] = set()
    guard = threading.Lock()
    start = threading.Barrier(editors)

    def work(number: int) -> None:
        browser = client_of(people[number])
        version = 0
        start.wait()
        for turn in range(saves):
            words = f"editor {number} save {turn}"
            if not honest:
                version = Answer.objects.values_list("version", flat=True).first() or 0
            said = browser.post(at(world, A01), answer(1, words, version=version), **AUTOSAVE)
            while said.status_code == 503:  # the page's script tries again too
                with guard:
                    statuses[503] += 1
                said = browser.post(at(world, A01), answer(1, words, version=version), **AUTOSAVE)
            with guard:
                statuses[said.status_code] += 1
                sent.add(words)
            if said.status_code == 200:
                version = said.json()["version"]
            elif said.status_code == 409:
                assert words in text(said)
                part = text(said).partition('name="version" value="')[2]
                version = int(part.partition('"')[0])
        connection.close()

    people = [factories.make_member(world.place) for _ in range(editors)]
    threads = [threading.Thread(target=work, args=(n,)) for n in range(editors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses, sent


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_editors_racing_on_one_answer_lose_nothing() -> None:
    world = make_world()
    statuses, sent = race(world, editors=EDITORS, saves=SAVES, honest=True)
    # Twenty threads that write for minutes are more than SQLite is fair to: it is served by two.
    busy = {503} if FULL and connection.vendor == "sqlite" else set()
    assert set(statuses) <= {200, 409} | busy
    assert statuses[200] + statuses[409] == EDITORS * SAVES
    assert statuses[409], "somebody met somebody else's words"
    found = Answer.objects.get()
    saved = AnswerRevision.objects.filter(conflict=False)
    assert found.version == statuses[200] == saved.count()
    assert sorted(saved.values_list("version", flat=True)) == list(range(1, found.version + 1))
    assert AnswerRevision.objects.filter(conflict=True).count() == statuses[409]
    kept = {row.payload["narrative"] for row in AnswerRevision.objects.all()}
    assert kept == sent
    assert Record.objects.filter(verb="answer.saved").count() == statuses[200]
    assert Record.objects.filter(verb="answer.conflict").count() == statuses[409]


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_without_the_version_check_the_race_would_overwrite(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Negative control: with every editor taken for the one who wrote last, nobody is stopped."""
    world = make_world()
    monkeypatch.setattr(answers, "_same_window", lambda *_: True)
    statuses, _sent = race(world, editors=4, saves=5, honest=True)
    assert statuses[409] == 0
    assert not AnswerRevision.objects.filter(conflict=True).exists()


# History


def test_history_tells_what_changed_and_lets_an_earlier_version_stand(world: World) -> None:
    save(world, "The plan ends in 2030.", version=0, level=1)
    save(world, "The plan ends in 2031.", version=1, by=world.editor, level=2)
    browser = client_of(world.editor)
    page = text(browser.get(at(world, "criteria/A01/history/")))
    assert "<del>2030</del>" in page
    assert "<ins>2031</ins>" in page
    first = AnswerRevision.objects.get(version=1)
    done = browser.post(at(world, f"criteria/A01/history/{first.pk}/"), {"version": 2}, follow=True)
    assert "stands again" in text(done)
    found = Answer.objects.get()
    assert (found.narrative, found.level, found.version) == ("The plan ends in 2030.", 1, 3)
    assert AnswerRevision.objects.count() == 3


def test_saves_of_one_sitting_are_one_change(world: World) -> None:
    for version in range(5):
        save(world, "word " * (version + 1), version=version)
    world.later(hours=2)
    save(world, "later", version=5)
    page = text(client_of(world.editor).get(at(world, "criteria/A01/history/")))
    assert page.count('<article class="card"') == 2


def test_restoring_over_somebody_elses_new_words_is_a_conflict(world: World) -> None:
    save(world, "First", version=0)
    save(world, "Second", version=1)
    first = AnswerRevision.objects.get(version=1)
    page = client_of(world.editor).post(
        at(world, f"criteria/A01/history/{first.pk}/"), {"version": 1}
    )
    assert page.status_code == 409
    assert Answer.objects.get().narrative == "Second"
    missing = client_of(world.editor).post(at(world, "criteria/A01/history/1/"), {"version": "x"})
    assert missing.status_code == 404


# Comments and work


def test_colleagues_are_mentioned_by_tick_or_by_name(world: World) -> None:
    browser = client_of(world.editor)
    world.lead.name = "Amina Otieno"
    world.lead.save()
    data = {"text": "Look, @amina otieno", "mentions": [world.signatory.pk]}
    page = browser.post(at(world, "criteria/A01/comments/"), data, follow=True)
    assert "Look, @amina otieno" in text(page)
    found = Comment.objects.get()
    assert set(found.mentions.all()) == {world.lead, world.signatory}


def test_a_stranger_can_not_be_mentioned_and_an_empty_comment_is_refused(world: World) -> None:
    browser = client_of(world.editor)
    stranger = factories.make_user()
    data = {"text": "Hello", "mentions": [stranger.pk]}
    page = browser.post(at(world, "criteria/A01/comments/"), data)
    assert page.status_code == 422
    assert "Hello" in text(page)
    assert browser.post(at(world, "criteria/A01/comments/"), {"text": " "}).status_code == 422
    assert not Comment.objects.exists()


def test_comments_are_markdown_without_scripts(world: World) -> None:
    browser = client_of(world.editor)
    words = "**bold** <img src=x onerror=alert(1)> [x](javascript:alert(1))"
    page = text(browser.post(at(world, "criteria/A01/comments/"), {"text": words}, follow=True))
    assert "<strong>bold</strong>" in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page


def test_work_is_given_to_a_department_and_a_person(world: World) -> None:
    browser = client_of(world.lead)
    department = factories.make_department(world.place)
    foreign = factories.make_department(factories.make_place())
    data = {"department": department.pk, "assignee": world.editor.pk, "due": "2026-12-01"}
    page = text(browser.post(at(world, "criteria/A01/people/"), data, follow=True))
    assert department.name in page
    found = Answer.objects.get()
    assert found.assignee == world.editor
    wrong = browser.post(at(world, "criteria/A01/people/"), data | {"department": foreign.pk})
    assert wrong.status_code == 422
    outsider = factories.make_user()
    wrong = browser.post(at(world, "criteria/A01/people/"), data | {"assignee": outsider.pk})
    assert wrong.status_code == 422
    bad_day = browser.post(at(world, "criteria/A01/people/"), data | {"due": "31.12.2026"})
    assert bad_day.status_code == 422


def test_after_handing_in_nothing_can_be_changed(world: World) -> None:
    Case.objects.update(state="submitted")
    browser = client_of(world.editor)
    page = browser.get(at(world, A01))
    assert "data-autosave" not in text(page)
    said = browser.post(at(world, A01), answer(1, "Too late"), **AUTOSAVE)
    assert said.status_code == 422
    page = browser.post(at(world, A01), answer(1, "Too late"))
    assert page.status_code == 422
    assert "Too late" in text(page)
    assert not Answer.objects.exists()


def test_two_cities_do_not_see_each_others_words(world: World) -> None:
    save(world, "Our secret plan", version=0)
    other = factories.make_member(factories.make_place(), WorkspaceRole.LEAD)
    revision = AnswerRevision.objects.get()
    browser = client_of(other)
    for page in ("criteria/A01/", "criteria/A01/history/"):
        found = browser.get(at(world, page))
        assert found.status_code == 404
        assert "secret" not in text(found)
    path = at(world, f"criteria/A01/history/{revision.pk}/")
    assert browser.post(path, {"version": 1}).status_code == 404
