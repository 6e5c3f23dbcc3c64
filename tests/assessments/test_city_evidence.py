"""Evidence through the city's forms, and who may open it: uploads, hostile files, visibility."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests import factories
from tests.assessments.city import at, client_of, text
from tests.base.corpus import ANY, CORPUS, NAMES, Hostile
from tests.base.corpus.pdfs import pdf
from tests.world import World, make_world
from waymark.assessments.actions import evidence, review
from waymark.assessments.models import (
    Case,
    Decision,
    EvidenceItem,
    EvidenceLink,
    EvidenceRevision,
    Publication,
)
from waymark.assessments.queries.files import readable
from waymark.base.files import storage
from waymark.base.models import Blob
from waymark.people.rules import WorkspaceRole

ADD = "evidence/add/?for=A01"


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Path:
    """A store of its own."""
    settings.WAYMARK_FILES = tmp_path
    return tmp_path


@pytest.fixture
def world(db: None) -> World:
    """A city with an open case and no evidence."""
    return make_world()


def form(**more: Any) -> dict[str, Any]:
    """What the form for a new item sends."""
    return {
        "title": "",
        "url": "",
        "kind": "policy_document",
        "effective_on": "2025-03-01",
        "visibility": "reviewers",
        "pointer": "pages 4 to 7",
    } | more


def upload(name: str = "plan.pdf", data: bytes | None = None) -> SimpleUploadedFile:
    """A file as a browser sends it; what it says of its type is never asked."""
    return SimpleUploadedFile(name, pdf() if data is None else data, "text/html")


def stored(world: World, visibility: str = "reviewers", data: bytes | None = None) -> Any:
    """An item with a file, behind A01."""
    kept = storage.store(io.BytesIO(pdf() if data is None else data), name="plan.pdf")
    return evidence.add_evidence(
        case=world.case,
        details=evidence.Details(
            title=f"Plan for {visibility}",
            kind="policy_document",
            effective_on=world.now.date(),
            visibility=visibility,
        ),
        content=evidence.Content(blob=storage.keep(kept, at=world.now), name=kept.name),
        links={"A01": ""},
        by=world.editor,
        at=world.later(),
    )


# Adding


def test_a_file_is_added_for_a_criterion(world: World) -> None:
    browser = client_of(world.editor)
    page = browser.post(at(world, ADD), form(file=upload("City plan.pdf")), follow=True)
    assert page.redirect_chain[-1][0] == at(world, "criteria/A01/#evidence")
    item = EvidenceItem.objects.get()
    assert (item.title, item.kind, item.visibility) == (
        "City plan",
        "policy_document",
        "reviewers",
    )
    content = item.revisions.get()
    assert content.blob.media_type == "application/pdf"
    assert content.pages == 1
    assert item.links.get().pointer == "pages 4 to 7"
    assert "City plan" in text(page)
    library = text(browser.get(at(world, "evidence/")))
    assert "City plan" in library


def test_a_link_is_added_and_equal_files_are_kept_once(world: World) -> None:
    browser = client_of(world.editor)
    data = form(url="www.city.example/plan", title="The plan on the web")
    browser.post(at(world, ADD), data)
    assert EvidenceRevision.objects.get().url == "https://www.city.example/plan"
    content = pdf()  # once: a PDF carries the second in which it was made
    for name in ("one.pdf", "two.pdf"):
        browser.post(at(world, ADD), form(file=upload(name, content)))
    assert EvidenceItem.objects.count() == 3
    assert Blob.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "Choose a file, or give an address"),
        ({"url": "javascript:alert(1)"}, "address"),
        ({"url": "ftp://city.example/x"}, "address"),
        ({"url": 'https://city.example/<script>"'}, "Copy the address"),
        ({"url": "https://" + "x" * 500}, "400"),
        ({"url": "https://ok.example", "kind": "nonsense"}, "valid choice"),
        ({"url": "https://ok.example", "effective_on": "soon"}, "valid date"),
        ({"url": "https://ok.example", "effective_on": ""}, "required"),
        ({"url": "https://ok.example", "visibility": "nobody"}, "valid choice"),
        (
            {
                "url": "https://ok.example",
                "covered_from": "2025-02-01",
                "covered_to": "2025-01-01",
            },
            "ends before it begins",
        ),
        ({"url": "https://ok.example", "title": "a\x07b"}, "characters that can’t be stored"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    world: World, change: dict[str, Any], said: str
) -> None:
    data = form(pointer="the third table", **change)
    page = client_of(world.editor).post(at(world, ADD), data)
    assert page.status_code == 422
    assert said in text(page)
    assert "the third table" in text(page)
    assert not EvidenceItem.objects.exists()


def test_a_file_and_an_address_at_once_are_refused(world: World) -> None:
    data = form(file=upload(), url="https://city.example/")
    assert client_of(world.editor).post(at(world, ADD), data).status_code == 422
    assert not EvidenceItem.objects.exists()


def kept_token(page: str) -> str:
    """The token in the form by which a file is claimed that has arrived."""
    return page.partition('name="kept" value="')[2].partition('"')[0]


def test_a_good_file_survives_a_mistake_in_another_field(world: World) -> None:
    browser = client_of(world.editor)
    page = browser.post(at(world, ADD), form(file=upload("Plan.pdf"), effective_on=""))
    assert page.status_code == 422
    assert "has arrived and is kept" in text(page)
    token = kept_token(text(page))
    assert token
    done = browser.post(at(world, ADD), form(kept=token))
    assert done.status_code == 302
    assert EvidenceItem.objects.get().title == "Plan"


def test_nobody_else_can_claim_a_file_by_its_token(world: World) -> None:
    page = client_of(world.editor).post(at(world, ADD), form(file=upload(), effective_on=""))
    token = kept_token(text(page))
    other = client_of(world.lead).post(at(world, ADD), form(kept=token))
    assert other.status_code == 422
    forged = client_of(world.editor).post(at(world, ADD), form(kept=token[:-3] + "abc"))
    assert forged.status_code == 422
    assert not EvidenceItem.objects.exists()


def test_too_much_is_refused_and_the_other_fields_stay(world: World, settings: Settings) -> None:
    settings.WAYMARK_UPLOAD_LIMIT = 1000
    page = client_of(world.editor).post(
        at(world, ADD), form(file=upload(data=b"%PDF-" + b"x" * 5000), title="My title")
    )
    assert page.status_code == 422
    assert "larger than" in text(page)
    assert "My title" in text(page)
    assert not Blob.objects.exists()


A_HANDFUL = {
    "macro.docm", "page.html", "script.svg", "bomb.docx", "empty.pdf", "fake.pdf", "virus.exe",
}  # fmt: skip
SOME = [
    hostile
    for index, hostile in enumerate(CORPUS)
    if hostile.expected not in (None, ANY) and (index % 9 == 0 or hostile.name in A_HANDFUL)
]


def test_the_handful_has_many_kinds() -> None:
    assert len(SOME) >= 6
    assert len({hostile.expected for hostile in SOME}) >= 4


@pytest.mark.slow
@pytest.mark.parametrize("hostile", SOME, ids=str)
def test_a_hostile_file_is_refused_with_a_sentence_and_nothing_is_kept(
    world: World, hostile: Hostile, files: Path
) -> None:
    browser = client_of(world.editor)
    said = "application/pdf"
    data = SimpleUploadedFile(hostile.name, hostile.make(), said)
    page = browser.post(at(world, ADD), form(file=data, title="Kept title"))
    assert page.status_code == 422
    assert 'aria-invalid="true"' in text(page)
    assert "Kept title" in text(page)
    assert not Blob.objects.exists()
    assert not EvidenceItem.objects.exists()
    left = files / "tmp"
    assert not left.exists() or not any(left.iterdir())
    revise = stored(world)
    page = browser.post(
        at(world, f"evidence/{revise.pk}/revise/"),
        {
            "file": SimpleUploadedFile(hostile.name, hostile.make(), said),
            "effective_on": "2025-01-01",
        },
    )
    assert page.status_code == 422
    assert revise.revisions.count() == 1


@pytest.mark.slow
def test_odd_names_never_break_the_form_nor_reach_the_disk(world: World, files: Path) -> None:
    browser = client_of(world.editor)
    for name in NAMES:
        if "\udcff" in name:
            continue  # no client can send half a character
        data = SimpleUploadedFile("x.txt", b"Some words.\n")
        data._name = name  # past the cleaning that Django does, as a raw request would be
        page = browser.post(at(world, ADD), form(file=data))
        assert page.status_code in (302, 400, 422), name
    for content in EvidenceRevision.objects.all():
        assert not set(content.name) & set("/\\\x00\r\n\u202e\u2066<>")
    assert not list(files.parent.glob("passwd"))
    page = browser.get(at(world, "evidence/"))
    assert page.status_code == 200
    assert "<script>alert" not in text(page)


# One item


def test_an_item_is_revised_and_the_earlier_content_stays(world: World) -> None:
    item = stored(world)
    browser = client_of(world.editor)
    data = {"url": "https://city.example/new", "effective_on": "2026-01-01"}
    page = browser.post(at(world, f"evidence/{item.pk}/revise/"), data, follow=True)
    assert "earlier one is kept" in text(page)
    assert item.revisions.count() == 2
    assert browser.get(f"/evidence/{item.pk}/1/").status_code == 200
    assert browser.get(f"/evidence/{item.pk}/2/").status_code == 404  # a link has no file


def test_an_item_is_withdrawn_with_a_reason_only(world: World) -> None:
    item = stored(world)
    browser = client_of(world.editor)
    path = at(world, f"evidence/{item.pk}/withdraw/")
    assert browser.post(path, {"reason": ""}).status_code == 422
    page = text(browser.post(path, {"reason": "It was replaced by law."}, follow=True))
    assert "It was replaced by law." in page
    item.refresh_from_db()
    assert item.state == "withdrawn"
    again = {"url": "https://x.example", "effective_on": "2026-01-01"}
    assert browser.post(at(world, f"evidence/{item.pk}/revise/"), again).status_code == 422


def test_what_is_said_of_an_item_can_be_mended(world: World) -> None:
    item = stored(world)
    browser = client_of(world.editor)
    path = at(world, f"evidence/{item.pk}/details/")
    assert "Plan for reviewers" in text(browser.get(path))
    data = form(title="A better title", visibility="public", language="ar", licence="CC BY 4.0")
    browser.post(path, data)
    item.refresh_from_db()
    assert (item.title, item.visibility, item.language) == ("A better title", "public", "ar")
    assert browser.post(path, form(kind="")).status_code == 422


def test_an_item_serves_another_criterion_and_is_taken_away(world: World) -> None:
    item = stored(world)
    browser = client_of(world.editor)
    page = text(browser.get(at(world, "criteria/A02/evidence/")))
    assert "Plan for reviewers" in page
    link = at(world, f"evidence/{item.pk}/criteria/")
    data = {"criterion": "A02", "pointer": "page 9"}
    page = text(browser.post(f"{link}?back=criterion", data, follow=True))
    assert "page 9" in page
    assert "Plan for reviewers" not in text(browser.get(at(world, "criteria/A02/evidence/")))
    assert browser.post(link, {"criterion": "Z99"}).status_code == 422
    browser.post(f"{link}A01/remove/")
    assert [link.criterion for link in EvidenceLink.objects.all()] == ["A02"]


def test_the_library_is_filtered_and_paged(world: World) -> None:
    world.answer_all("AB")  # 29 items
    browser = client_of(world.editor)
    first = text(browser.get(at(world, "evidence/")))
    assert first.count('class="kind"') == 25
    assert text(browser.get(at(world, "evidence/?page=2"))).count('class="kind"') == 4
    assert text(browser.get(at(world, "evidence/?page=99"))).count('class="kind"') == 25
    assert text(browser.get(at(world, "evidence/?page=x"))).count('class="kind"') == 25
    only = text(browser.get(at(world, "evidence/?criterion=A01")))
    assert only.count('class="kind"') == 1
    assert "Nothing fits" in text(browser.get(at(world, "evidence/?state=withdrawn")))
    assert "Nothing fits" in text(browser.get(at(world, "evidence/?criterion=none")))
    assert text(browser.get(at(world, "evidence/?q=proof of b1"))).count('class="kind"') == 9


def test_another_city_reaches_no_item(world: World) -> None:
    item = stored(world)
    place = factories.make_place()
    other = client_of(factories.make_member(place, WorkspaceRole.LEAD))
    assert other.get(at(world, f"evidence/{item.pk}/")).status_code == 404
    assert other.get(f"/evidence/{item.pk}/1/").status_code == 404
    own = client_of(world.editor)
    assert own.get(at(world, f"evidence/{'0' * 26}/")).status_code == 404
    assert own.get(f"/evidence/{item.pk}/{10**12}/").status_code == 404


# Who may open it


def handed_in_world() -> tuple[World, dict[str, Any]]:
    """A case in review with an item of each visibility, and one added afterwards."""
    world = make_world()
    world.answer_all()
    items = {
        visibility: stored(world, visibility, pdf() + f"\n% {visibility}\n".encode())
        for visibility in ("public", "reviewers", "committee")
    }
    world.submit()
    world.assign()
    Case.objects.update(state="clarification")
    items["later"] = stored(world, "public", pdf() + b"\n% later\n")
    Case.objects.update(state="in_review")
    return world, items


@pytest.mark.django_db
def test_each_reader_opens_what_the_visibility_gives_her() -> None:
    world, items = handed_in_world()

    def opened(user: Any) -> set[str]:
        browser = client_of(user) if user else Client()
        found = {name: browser.get(f"/evidence/{item.pk}/1/") for name, item in items.items()}
        assert {answer.status_code for answer in found.values()} <= {200, 404}
        return {name for name, answer in found.items() if answer.status_code == 200}

    everything = {"public", "reviewers", "committee", "later"}
    reviewer = world.reviewers[0]
    assert opened(world.editor) == everything
    assert opened(factories.make_member(world.place, WorkspaceRole.VIEWER)) == everything
    assert opened(world.secretary) == {"public", "reviewers"}
    assert opened(reviewer) == set()  # she has not declared yet
    assignment = world.case.assignments.get(reviewer=reviewer)
    review.declare_interest(assignment=assignment, conflict=False, by=reviewer, at=world.later())
    assert opened(reviewer) == {"public", "reviewers"}
    assert opened(world.reviewers[1]) == set()
    assert opened(world.chair) == set()  # the case is on no agenda
    assert opened(factories.make_user()) == set()
    assert opened(None) == set()
    Publication.objects.create(
        decision=Decision.objects.create(
            case=world.case,
            seq=1,
            kind="refuse",
            reasons="x",
            effective_on=world.now.date(),
            decided_at=world.now,
            document="{}",
            sha256="0" * 64,
        ),
        by=world.secretary,
        at=world.now,
    )
    assert opened(None) == {"public"}
    assert opened(factories.make_user()) == {"public"}


@pytest.mark.django_db
def test_members_of_the_committee_open_all_once_they_declared() -> None:
    world = make_world()
    world.answer_all()
    item = stored(world, "committee")
    world.submit()
    world.assign()
    world.review()
    world.report()
    assert readable(world.chair, item.pk, 1) is None
    world.convene()
    for member in world.members:
        assert readable(member, item.pk, 1) is not None
    assert readable(world.reviewers[0], item.pk, 1) is None


def test_downloads_are_attachments_that_a_browser_never_runs(world: World) -> None:
    item = stored(world)
    browser = client_of(world.editor)
    found = browser.get(f"/evidence/{item.pk}/1/")
    assert found["Content-Disposition"].startswith("attachment")
    assert found["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in found["Content-Security-Policy"]
    assert "no-store" in found["Cache-Control"]
    assert b"".join(found.streaming_content).startswith(b"%PDF-")
    assert browser.post(f"/evidence/{item.pk}/1/").status_code == 405


def test_previews_go_through_the_same_door(world: World) -> None:
    item = stored(world)
    table = storage.store(io.BytesIO(b"city,value\nOlvera,3\n"), name="values.csv")
    evidence.revise_evidence(
        item=item,
        content=evidence.Content(blob=storage.keep(table, at=world.now), name=table.name),
        effective_on=world.now.date(),
        by=world.editor,
        at=world.later(),
    )
    own, other = client_of(world.editor), client_of(factories.make_user())
    for path in ("1/pages/1.png", "1/preview/", "2/preview/"):
        assert other.get(f"/evidence/{item.pk}/{path}").status_code == 404, path
    picture = own.get(f"/evidence/{item.pk}/1/pages/1.png?width=320")
    assert picture["Content-Type"] == "image/png"
    assert own.get(f"/evidence/{item.pk}/1/pages/9.png").status_code == 404
    assert own.get(f"/evidence/{item.pk}/2/pages/1.png").status_code == 404
    page = own.get(f"/evidence/{item.pk}/2/preview/")
    assert "Olvera" in text(page)
    part = own.get(f"/evidence/{item.pk}/2/preview/", headers={"HX-Request": "true"})
    assert "<html" not in text(part)
    assert "Olvera" in text(part)


def test_an_erased_file_says_so(world: World) -> None:
    item = stored(world)
    storage.erase(Blob.objects.get(), reason="A court order.", at=world.now)
    browser = client_of(world.editor)
    found = browser.get(f"/evidence/{item.pk}/1/")
    assert found.status_code == 410
    assert "erased" in text(found)
    assert browser.get(at(world, f"evidence/{item.pk}/")).status_code == 200
