"""`waymark mechanism` and `waymark scheme`: what a new installation needs before any case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests import factories
from tests.schemes.overlays import base
from tests.schemes.overlays import document as overlay_document
from waymark.base.models import Record
from waymark.people.models import Body
from waymark.people.rules import BodyKind
from waymark.schemes.actions import editions
from waymark.schemes.commands import mechanism, scheme
from waymark.schemes.models import Edition, Mechanism
from waymark.schemes.rules import parse_scheme, scheme_document

pytestmark = pytest.mark.django_db


def run(group: object, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(group, list(arguments))  # type: ignore[arg-type]
    return result.exit_code, result.output


def test_a_new_installation_is_ready_for_its_first_case() -> None:
    desk = factories.make_body(BodyKind.SECRETARIAT)  # as `waymark user create --seat` makes it
    code, said = run(mechanism, "create", "--name=Pilot certification")
    assert code == 0, said
    assert said.startswith("Pilot certification is set up. It signs as did:web:")
    made = Mechanism.objects.get()
    assert made.secretariat == desk
    assert {made.technical_team.kind, made.committee.kind} == {"technical_team", "committee"}
    assert made.issuer.keys.count() == 1
    assert made.issuer.did in said
    (edition,) = Edition.objects.filter(state="published")
    assert {"mechanism.found", "issuer.made", "edition.publish"} <= set(
        Record.objects.filter(actor="system").values_list("verb", flat=True)
    )
    listed = run(scheme, "list")[1]
    assert listed.split("\t")[:2] == ["sdg-cities", "1.0.0"]
    assert edition.sha256 in listed
    assert run(scheme, "publish") == (0, "Every edition that ships is published already.\n")


def test_a_second_mechanism_is_refused_in_a_sentence() -> None:
    assert run(mechanism, "create", "--name=One")[0] == 0
    code, said = run(mechanism, "create", "--name=Two")
    assert (code, said) == (1, "Error: There is a global mechanism already.\n")
    assert Mechanism.objects.count() == 1


def test_a_name_that_shows_nothing_is_refused_and_nothing_is_made() -> None:
    code, said = run(mechanism, "create", "--name= \u200b ")
    assert (code, said) == (1, "Error: The mechanism needs a name.\n")
    assert not Mechanism.objects.exists()
    assert not Body.objects.exists()


def test_an_edition_that_changed_under_its_version_stops_the_set_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    name = editions.REFERENCE[0]
    changed = json.loads((editions.DATA / name).read_bytes()) | {"summary": {"en": "Other."}}
    (tmp_path / name).write_text(json.dumps(changed), encoding="utf-8")
    assert run(scheme, "publish")[0] == 0
    monkeypatch.setattr(editions, "DATA", tmp_path)
    code, said = run(mechanism, "create", "--name=Late")
    assert code == 1
    assert "A changed document needs a new version number." in said
    assert not Mechanism.objects.exists()
    assert not Body.objects.exists()


def written(folder: Path, name: str, document: object) -> str:
    path = folder / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)


def test_an_adaptation_is_laid_over_its_base_and_printed(tmp_path: Path) -> None:
    ground = base()
    below = written(tmp_path, "base.json", scheme_document(ground))
    op = {"op": "tighten", "target": "K3/1", "param": "min", "to": 3}
    laid = written(tmp_path, "overlay.json", overlay_document(ground, op))
    code, said = run(scheme, "adapt", laid, "--base", below)
    assert code == 0, said
    above = parse_scheme(json.loads(said))
    assert above.version == "1.0.0+ke.1.0.0"
    looser = written(tmp_path, "looser.json", overlay_document(ground, {**op, "to": 1}))
    code, said = run(scheme, "adapt", looser, "--base", below)
    assert (code, said) == (
        2,
        "Error: $.ops[0].to is not allowed: it asks for no more than 2 does.\n",
    )
    (tmp_path / "rubbish.json").write_text("{")
    code, said = run(scheme, "adapt", str(tmp_path / "rubbish.json"))
    assert code == 2
    assert "line 1" in said
    code, said = run(
        scheme,
        "diff",
        below,
        written(tmp_path, "above.json", json.loads(json.dumps(scheme_document(above)))),
    )
    assert code == 0
    assert said.splitlines()[0].split("\t") == ["major", "criterion.rule", "K3", ""]
    assert said.splitlines()[-1] == "major"
