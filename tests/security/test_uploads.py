"""S1 over HTTP: every field for files meets the hostile files, and the site answers after each.

Each field gets a part of the corpus, another one each; WAYMARK_TEST_CORPUS_FULL=1 sends all to all.
(All of them against the store itself: tests/base/test_files_corpus.)
"""

from __future__ import annotations

import os
import re
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tests.base.corpus import CORPUS, NAMES, Hostile
from tests.security.doors import Door
from tests.security.doors_city import PAPER
from tests.security.story import Everything
from tests.security.table import DOORS

pytestmark = pytest.mark.django_db
FULL = bool(os.environ.get("WAYMARK_TEST_CORPUS_FULL"))
FIELDS = {
    "assessments:evidence_add": {name: text for name, text in PAPER.items() if name != "url"},
    "assessments:evidence_revise": {"effective_on": "2026-02-03"},
    "crosswalk_begin": {},
    "edition_begin": {},
    "group_material_add": {"title": "", "about": ""},
    "indicators:imports": {"framework": "umf"},
    "indicators:metadata_fill": {},
    "indicators:propose_file": {"framework": "umf"},
    "library_intakes": {},
    "list_imports": {"framework": "umf", "label": "next"},
    "people:boundary": {},
    "structures": {"mapping": ""},
    "verify": {},
}
"""Every form with a field for a file, and what else it needs."""
TYPES = ("text/html", "image/svg+xml", "application/x-msdownload")
SURROGATE = re.compile("[\ud800-\udfff]")  # no client can write one
ANSWERS = {200, 302, 400, 413, 422}


def door(name: str) -> Door:
    return next(one for one in DOORS if one.name == name)


def send(world: Everything, name: str, file: SimpleUploadedFile, language: str = "en") -> Any:
    """Send a file by the form of its field, and take it back."""
    where = door(name)
    client = world.client(min(where.do or {"lead"}))
    client.cookies["django_language"] = language
    with transaction.atomic():
        answer = client.post(where.path(world), {**FIELDS[name], "file": file})
        transaction.set_rollback(True)
    return answer


def part(number: int, whole: tuple[Any, ...], every: int) -> list[Any]:
    return list(whole if FULL else whole[number::every])


def harmed(world: Everything, name: str, files: list[tuple[str, bytes, str]]) -> list[Any]:
    """The files after which a form answers anything but what it may, or the site no more."""
    wrong = []
    for called, content, kind in files:
        answer = send(world, name, SimpleUploadedFile(called, content, content_type=kind))
        if answer.status_code not in ANSWERS:
            wrong.append((called, answer.status_code))
    if world.client("anonymous").get("/healthz").status_code != 200:
        wrong.append(("the site", "does not answer"))
    return wrong


def test_every_field_for_a_file_is_in_the_table() -> None:
    import waymark.assessments.forms.evidence
    import waymark.assessments.forms.spot_record
    import waymark.awards.forms
    import waymark.community.forms.materials
    import waymark.indicators.forms.imports
    import waymark.indicators.forms.lists
    import waymark.indicators.forms.metadata
    import waymark.indicators.forms.proposals
    import waymark.indicators.forms.structures
    import waymark.library.forms.intake
    import waymark.places.forms
    import waymark.schemes.forms.acts
    import waymark.schemes.forms.crosswalks  # noqa: F401

    def below(kind: type) -> set[type]:
        return {kind}.union(*(below(one) for one in kind.__subclasses__()))

    ours = [one for one in below(forms.Form) if one.__module__.startswith("waymark.")]
    found = {one.__name__ for one in ours if "file" in getattr(one, "base_fields", {})}
    base = {"ContentForm", "EvidenceForm", "ReviseForm"}  # the first is the parent of the others
    others = {"UploadForm", "ListUploadForm", "BoundaryForm", "VerifyForm", "StructureForm"}
    others |= {"ProposedFileForm", "MaterialForm"}
    others |= {"MetadataFileForm", "RecordForm"}  # the second is read and never kept
    others |= {"TableForm"}
    others |= {"EditionFile", "CrosswalkFile"}
    others |= {"SeveralUploadForm"}  # tests/indicators/test_places_pages
    assert found - base == others, "a new field needs a line"


@pytest.mark.parametrize("number", range(len(FIELDS)), ids=list(FIELDS))
def test_no_hostile_file_harms(world: Everything, number: int) -> None:
    sent: list[Hostile] = part(number, CORPUS, 12)
    files = [(one.name, one.make(), "application/octet-stream") for one in sent]
    assert not harmed(world, list(FIELDS)[number], files)


@pytest.mark.parametrize("number", range(len(FIELDS)), ids=list(FIELDS))
def test_no_hostile_name_and_no_wrong_type_harms(world: Everything, number: int) -> None:
    sendable = tuple(name for name in NAMES if name.isascii() or not SURROGATE.search(name))
    named = [(name, b"words\n", "text/plain") for name in part(number, sendable, 6)]
    typed = [("plan.txt", b"words\n", kind) for kind in TYPES]
    assert not harmed(world, list(FIELDS)[number], [*named, *typed])


@pytest.mark.parametrize(
    ("language", "direction"), [("en", 'dir="ltr"'), ("ar", 'dir="rtl"'), ("fr", 'dir="ltr"')]
)
def test_the_reason_is_said_on_the_page_of_the_form(
    world: Everything, language: str, direction: str
) -> None:
    page = SimpleUploadedFile("page.html", b"<html></html>")
    answer = send(world, "assessments:evidence_add", page, language)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert direction in text
    assert 'class="errors' in text
    assert 'id="id_file_error"' in text


def test_a_harm_is_noticed(world: Everything, monkeypatch: pytest.MonkeyPatch) -> None:
    from waymark.assessments import taking_in

    def careless(upload: Any, *, name: str) -> Any:
        raise MemoryError(name)

    monkeypatch.setattr(taking_in.storage, "store", careless)
    assert harmed(world, "assessments:evidence_add", [("a.txt", b"a", "text/plain")])
