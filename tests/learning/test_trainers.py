"""The register of trainers, and courses that are the version of another one for a region."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.learning.test_courses import NOW, TOLD, make_author, make_course
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.learning.actions.courses import close_course
from waymark.learning.actions.enrolments import do_lesson, enrol, leave_course
from waymark.learning.actions.trainers import apply_as_trainer, check_trainer, leave_register
from waymark.learning.models import Trainer
from waymark.learning.rules.regions import REGIONS, refuse_version, regions_of
from waymark.learning.rules.trainers import ENTRY, Checked, Entry, State, refuse_entry

ENTRY_TOLD = Entry("Ada Otieno", "en", "I train on figures.", ("data",), ("en", "fr"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"bio": "x" * 1501}, "bio"),
        ({"topics": ()}, "topics"),
        ({"topics": ("gold",)}, "topics"),
        ({"languages": ()}, "languages"),
        ({"languages": ("tlhx",)}, "languages"),
        ({"countries": ("XX",)}, "countries"),
        ({"regions": ("999",)}, "regions"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said_at_its_field(changes: Any, field: str) -> None:
    assert refuse_entry(ENTRY_TOLD, countries={"KE"}) == ()
    assert Entry.read(ENTRY_TOLD.document()) == ENTRY_TOLD
    refused = refuse_entry(replace(ENTRY_TOLD, **changes), countries={"KE"})
    assert [reason.params["field"] for reason in refused] == [field]


@given(st.sampled_from(State), st.booleans(), st.text(max_size=3))
def test_nobody_decides_on_her_own_entry_or_declines_without_a_reason(
    state: State, own: bool, note: str
) -> None:
    for step in ("accept", "decline"):
        stands = state == "waiting" or (step == "decline" and state == "accepted")
        said = step == "accept" or bool(note.strip())
        try:
            ENTRY.step(step, state, Checked(note, own))
        except Refused:
            assert own or not stands or not said
        else:
            assert not own
            assert stands
            assert said


def test_a_version_names_a_course_and_a_region_or_neither() -> None:
    assert len(set(REGIONS)) == len(REGIONS)
    assert list(refuse_version("", "", bases=())) == []
    assert list(refuse_version("a", "011", bases={"a"})) == []
    for of, region in (("a", ""), ("", "011"), ("b", "011"), ("a", "999")):
        assert list(refuse_version(of, region, bases={"a"}))
    found = regions_of(
        region="002", subregion="202", intermediate="Western Africa", groups={"ldc", "mine"}
    )
    assert found == {"002", "011", "ldc"}


pytestmark = pytest.mark.django_db


def test_a_trainer_enters_is_found_changes_hides_and_leaves() -> None:
    author, secretary, person = make_author(), factories.make_secretary(), factories.make_user()
    factories.make_country("PE", region_code="019", intermediate="South America")
    training = make_course(author, secretary, replace(TOLD, trains=True))
    place = enrol(course=training, by=person, at=NOW)
    for key, chosen in (("l1", {}), ("l2", {0: {0}, 1: {0, 1}})):
        do_lesson(enrolment=place, key=key, chosen=chosen, by=person, at=NOW)
    pen, desk, stranger = (
        factories.log_in(Client(), person), factories.log_in(Client(), secretary), Client()
    )  # fmt: skip
    words = {
        "name": "Ada Otieno", "language": "en", "bio": "I train <b>well</b>.", "topics": ["data"],
        "languages": ["en"], "regions": ["019"], "countries": "ke", "training": place.pk,
        "contact": "At the university", "shown": "on",
    }  # fmt: skip
    page = pen.post("/trainers/own/", {**words, "countries": "QQ", "bio": "Kept."})
    assert page.status_code == 422
    assert "Kept." in page.content.decode()
    assert pen.post("/trainers/own/", words).status_code == 302
    row = Trainer.objects.get()
    url = f"/trainers/{row.pk}/"
    assert stranger.get(url).status_code == 404
    assert "Ada" not in stranger.get("/trainers/").content.decode()
    assert "Ada" in desk.get("/trainers/").content.decode()
    assert pen.post(f"{url}check/", {"seen": row.version}).status_code == 404
    assert desk.post(f"{url}check/", {"seen": row.version, "decline": "1"}).status_code == 422
    desk.post(f"{url}check/", {"seen": row.version, "note": "Say where.", "decline": "1"})
    assert "Say where." in pen.get("/trainers/own/").content.decode()
    pen.post("/trainers/own/", words)
    row.refresh_from_db()
    page = desk.post(f"{url}check/", {"seen": row.version - 1})
    assert "was changed since" in page.content.decode()
    desk.post(f"{url}check/", {"seen": row.version})
    run_due(NOW)
    kinds = set(Notice.objects.values_list("kind", flat=True))
    assert {"trainer.applied", "trainer.accepted", "trainer.declined"} <= kinds

    page = stranger.get(url).content.decode()
    assert "&lt;b&gt;well" in page
    assert "Figures" in page  # the course for trainers that she completed
    for query, found in (
        ("country=PE", True), ("country=KE", True), ("country=MA", False), ("topic=data", True),
        ("language=fr", False), ("region=019", True), ("region=150", False), ("topic=x'", False),
    ):  # fmt: skip
        listed = stranger.get(f"/trainers/?{query}").content.decode()
        assert ("Ada" in listed) == found, query

    pen.post("/trainers/own/", {**words, "name": "Imani"})  # a change waits, and is not public
    assert "Ada" in stranger.get(url).content.decode()
    assert "Imani" not in stranger.get(url).content.decode()
    row.refresh_from_db()
    with pytest.raises(NotPermitted):
        leave_register(trainer=row, by=secretary, at=NOW)
    leave_course(enrolment=place, by=person, at=NOW)
    assert "Figures" not in stranger.get(url).content.decode()
    pen.post("/trainers/own/show/", {"shown": "no"})
    assert stranger.get(url).status_code == 404
    assert "Ada" not in stranger.get("/trainers/").content.decode()
    pen.post("/trainers/own/show/", {"shown": "yes"})
    assert stranger.get(url).status_code == 200
    pen.post("/trainers/own/leave/")
    assert not Trainer.objects.exists()


def test_only_a_completed_course_for_trainers_is_named_and_lists_ask_no_more() -> None:
    author, secretary = make_author(), factories.make_secretary()
    plain = enrol(course=make_course(author, secretary), by=author, at=NOW)
    with pytest.raises(Refused):
        apply_as_trainer(told=ENTRY_TOLD, training=plain, shown=True, by=author, at=NOW)
    counts = []
    for made in (1, 2):
        for _ in range(made):
            row = apply_as_trainer(
                told=ENTRY_TOLD, training=None, shown=True, by=factories.make_user(), at=NOW
            )
            check_trainer(trainer=row, accept=True, note="", seen=row.version, by=secretary, at=NOW)
        Client().get("/trainers/")
        with CaptureQueriesContext(connection) as found:
            assert Client().get("/trainers/").status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1] <= 4, counts


def test_a_course_and_its_version_for_a_region_lead_to_each_other() -> None:
    author, secretary = make_author(), factories.make_secretary()
    base = make_course(author, secretary)
    local = replace(TOLD, title={"en": "Figures of lakes"}, of=base.pk, region="014")
    row = make_course(author, secretary, local)
    with pytest.raises(Refused):  # a version has no versions
        make_course(author, secretary, replace(TOLD, of=row.pk, region="014"))
    page = Client().get(f"/courses/{base.pk}/").content.decode()
    assert "Eastern Africa" in page
    assert f"/courses/{row.pk}/" in page
    assert f"/courses/{base.pk}/" in Client().get(f"/courses/{row.pk}/").content.decode()
    pen = factories.log_in(Client(), author)
    words = {
        "seen": row.version, "language": "en", "title": "Figures of lakes", "summary": "Read.",
        "modules": "Begin\nEnd", "topics": ["data"], "criteria": "A05", "pass_share": "80",
        "of": "", "region": "014",
    }  # fmt: skip
    edit = f"/courses/{row.pk}/inside/edit/"
    assert "Say of which course" in pen.post(edit, words).content.decode()
    close_course(course=base, by=secretary, at=NOW)
    assert f"/courses/{base.pk}/" not in Client().get(f"/courses/{row.pk}/").content.decode()
    assert pen.post(edit, {**words, "of": base.pk}).status_code == 302  # it may stay
