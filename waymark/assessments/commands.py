"""The command line of this room: `waymark evaluate` and `waymark draw`, without a database."""

from __future__ import annotations

import json
import secrets
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from waymark.assessments.rules.document import BASES, Case
from waymark.assessments.rules.document_parse import parse_case
from waymark.assessments.rules.evaluate import evaluate as run
from waymark.assessments.rules.evaluate_report import Report, report_bytes
from waymark.assessments.rules.spot.messages import explain, verdict
from waymark.kernel import canonical
from waymark.kernel.draw import (
    HASH,
    MAX_BYTES,
    Known,
    Outcome,
    Result,
    check,
    commitment_of,
    one_line,
)
from waymark.schemes import data
from waymark.schemes.rules import InvalidDocument, Scheme, parse_scheme

MAX_CASE = 64 * 1024 * 1024
MAX_SCHEME = 8 * 1024 * 1024
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh-hans")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class Day(click.ParamType[date]):
    """A day on the command line, such as 2026-01-15."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Text -> date."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a day such as 2026-01-15")


@click.command()
@click.argument("case", type=FILE)
@click.option(
    "--scheme", type=FILE, help="The scheme's edition, in place of the one that ships with Waymark."
)
@click.option(
    "--basis",
    type=click.Choice(BASES),
    help="claimed: the city's own word. verified: only what reviewers accepted. Default: what the "
    "case says, else claimed.",
)
@click.option(
    "--as-of",
    type=Day(),
    help="The day to look from. Default: what the case says, else today.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("json", "text", "html", "pdf")),
    default="json",
    show_default=True,
    help="json is canonical: equal input, equal bytes.",
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Language of text, html and pdf.",
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file."
)
def evaluate(
    case: Path,
    scheme: Path | None,
    basis: str | None,
    as_of: date | None,
    form: str,
    language: str,
    output: Path | None,
) -> None:
    """Evaluate the case document in CASE (JSON) and print the report.

    Exit code: 0 when a report was written, 2 when the input is not valid; then every problem is
    named with its place in the document. The format is described in docs/reference/case.md.
    """
    edition = _scheme(scheme)
    found = _case(case, edition)
    report = run(
        edition,
        found.submission,
        found.verdicts,
        as_of=as_of or found.as_of or datetime.now(UTC).date(),
        basis=basis or found.basis,
        world=found.world,
    )
    _write(_drawn(edition, found, report, form, language), output)


def _load(path: Path, limit: int) -> Any:
    """Read one JSON file; what is wrong with it ends the program with its place."""
    try:
        with path.open("rb") as file:
            return canonical.loads(file.read(limit + 1), max_bytes=limit)
    except OSError as error:
        raise click.FileError(str(path), error.strerror) from error
    except canonical.BadDocument as error:
        _refuse(path, [str(error)])


def _refuse(path: Path, lines: list[str]) -> NoReturn:
    click.echo(f"{path} is not valid:", err=True)
    for line in lines:
        click.echo(f"  {line}", err=True)
    raise SystemExit(2)


def _scheme(path: Path | None) -> Scheme:
    if path is None:
        return parse_scheme(data.read())
    try:
        return parse_scheme(_load(path, MAX_SCHEME))
    except InvalidDocument as wrong:
        _refuse(path, [problem.sentence for problem in wrong.problems])


def _case(path: Path, scheme: Scheme) -> Case:
    try:
        return parse_case(_load(path, MAX_CASE), scheme)
    except InvalidDocument as wrong:
        _refuse(path, [problem.sentence for problem in wrong.problems])


def _drawn(scheme: Scheme, case: Case, report: Report, form: str, language: str) -> bytes:
    if form == "json":
        return report_bytes(report)
    from waymark.assessments.reporting.alone import draw

    return draw(scheme, case, report, form=form, language=language)


def _write(content: bytes, output: Path | None) -> None:
    if output is not None:
        try:
            output.write_bytes(content)
        except OSError as error:
            raise click.FileError(str(output), error.strerror) from error
        return
    stream = sys.stdout.buffer
    stream.write(content)
    if sys.stdout.isatty():
        stream.write(b"\n")


EXIT_CODES = {Outcome.VALID: 0, Outcome.NOT_VALID: 1, Outcome.COULD_NOT_CHECK: 2}
MARKS = {Result.PASSED: "+", Result.FAILED: "x", Result.UNKNOWN: "?", Result.NOTE: "·"}


@click.group("draw")
def spot_draw() -> None:
    """Check how cases were drawn for spot checks, or give chance to a draw. Needs no database."""


@spot_draw.command("verify")
@click.argument("file", type=FILE)
@click.option("--key", default="", help="The ledger's key as you know it (/ledger/key).")
@click.option(
    "--figures", default="", help="The dice or digits as you found them yourself, where used."
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def verify_draw(file: Path, key: str, figures: str, as_json: bool) -> None:
    """Compute the draw whose record is in FILE (JSON) again, offline, and say what holds.

    Exit code: 0 valid, 1 not valid, 2 could not be checked. Figures that came up in public can't
    be looked up by a program: without --figures such a draw is at best not checked.
    """
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise click.FileError(str(file), error.strerror) from error
    found = check(content, Known(key.strip(), figures))
    told = [
        {
            "result": one.result.value,
            "key": one.key,
            "params": dict(one.params),
            "text": explain(one.key, one.params),
        }
        for one in found.checks
    ]
    if as_json:
        answer = {"outcome": found.outcome.value, "checks": told}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        lines = [verdict(found.outcome)]
        lines += [f"  {MARKS[Result(str(one['result']))]} {one['text']}" for one in told]
        click.echo("\n".join(_plain(line) for line in lines))
    raise SystemExit(EXIT_CODES[found.outcome])


def _plain(line: str) -> str:
    """A line that can't steer a terminal or turn around what is read."""
    return "".join(c if c.isprintable() or c in "\u200c\u200d" else "\ufffd" for c in line)


@spot_draw.command("secret")
@click.argument("announcement")
@click.argument("party")
def make_secret(announcement: str, party: str) -> None:
    """Make a secret for PARTY and its fingerprint, for the draw with the fingerprint ANNOUNCEMENT.

    Both arguments are on the draw's page. Give the fingerprint by the first day, keep the secret
    to yourself until then, and give it by the second.
    """
    if not HASH.fullmatch(announcement) or not one_line(party):
        raise click.UsageError("ANNOUNCEMENT is 64 hex digits, PARTY is such as p1.")
    secret = secrets.token_hex(32)
    fingerprint = commitment_of(announcement=announcement, party=party, secret=secret)
    click.echo(f"fingerprint: {fingerprint}\nsecret:      {secret}")
