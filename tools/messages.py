"""The message catalogues: `python -m tools.messages update|compile|check`.

Babel stands in for GNU gettext, which a fresh machine lacks. Catalogues lie in `waymark/locale`;
the compiled ones are kept in the repository, so that a clone speaks all languages at once.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "waymark"
LOCALES = SOURCES / "locale"
COMPLETE = ("ar",)  # languages in which a missing translation is an error
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "__": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%[a-z]|\{\w*\}")


def _found_in(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    from django.utils.translation import template

    text = path.read_text(encoding="utf-8")
    if path.suffix in {".html", ".txt"}:
        text = template.templatize(text, origin=str(path))
    yield from extract("python", io.BytesIO(text.encode()), KEYWORDS, ("Translators:",))


def collect() -> Catalog:
    """All messages of the code and the templates, as a catalogue without translations."""
    catalog = Catalog(project="Waymark", charset="utf-8", fuzzy=False)
    templates = [*SOURCES.glob("*/templates/**/*.html"), *SOURCES.glob("*/templates/**/*.txt")]
    for path in sorted([*SOURCES.glob("**/*.py"), *templates]):
        for _line, message, comments, context in _found_in(path):
            place = (str(path.relative_to(ROOT)), 0)
            catalog.add(message, None, [place], auto_comments=comments, context=context)
    return catalog


def po_files() -> list[Path]:
    """All catalogues that are translated by hand."""
    return sorted(LOCALES.glob("*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    """A catalogue with its own locale, or plural forms would be lost."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], domain="django")


def compiled(catalog: Catalog) -> bytes:
    """The bytes of the compiled catalogue; fuzzy and untranslated messages are left out.

    A plural with an empty form counts as untranslated: compiled, it would show nothing at all
    where English can stand in.
    """
    for message in catalog:
        if message.id and not all(_texts(message.string)):
            message.string = ""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def update() -> None:
    """Bring every catalogue to the messages that are in use; no translation is guessed."""
    template = collect()
    for path in po_files():
        catalog = read(path)
        catalog.update(
            template,
            no_fuzzy_matching=True,
            update_header_comment=False,
            update_creation_date=False,  # or every look would change every file
        )
        catalog.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalog, width=100, sort_output=True, include_lineno=False)


def compile_all() -> None:
    """Write the compiled catalogue beside each translated one."""
    for path in po_files():
        path.with_suffix(".mo").write_bytes(compiled(read(path)))


def _texts(value: object) -> list[str]:
    return [value] if isinstance(value, str) else [str(part) for part in value or ()]  # type: ignore[attr-defined]


def lost_placeholders(message: Message) -> set[str]:
    """Placeholders that a translation invents, or that it has lost in every form."""
    source = {m.group() for text in _texts(message.id) for m in PLACEHOLDER.finditer(text)}
    forms = [text for text in _texts(message.string) if text]
    if not forms:
        return set()
    target = {m.group() for text in forms for m in PLACEHOLDER.finditer(text)}
    return source ^ target


def problems(path: Path, used: Catalog) -> Iterator[str]:
    """What is wrong with one catalogue, in sentences."""
    catalog, name = read(path), path.parts[-3]
    if not path.with_suffix(".mo").exists():
        yield f"{name}: not compiled: run python -m tools.messages compile"
    elif path.with_suffix(".mo").read_bytes() != compiled(catalog):
        yield f"{name}: compiled from another version: run python -m tools.messages compile"
    for message in catalog:
        if message.id and lost_placeholders(message):
            lost = ", ".join(sorted(lost_placeholders(message)))
            yield f"{name}: {_texts(message.id)[0]!r}: placeholders differ: {lost}"
    if name not in COMPLETE:
        return
    for message in used:
        if not message.id:
            continue
        found = catalog.get(_texts(message.id)[0], message.context)
        if found is None or not all(_texts(found.string)):
            yield f"{name}: {_texts(message.id)[0]!r} is not translated"


def check() -> int:
    """Print every problem; the exit code is 1 if there is one."""
    used = collect()
    found = [problem for path in po_files() for problem in problems(path, used)]
    missing = [name for name in COMPLETE if not (LOCALES / name / "LC_MESSAGES/django.po").exists()]
    found += [f"{name}: no catalogue" for name in missing]
    print("\n".join(found) or f"{len(used)} messages; catalogues agree with the code.")
    return int(bool(found))


def main(args: Sequence[str] | None = None) -> int:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(prog="python -m tools.messages", description=__doc__)
    parser.add_argument("verb", choices=("update", "compile", "check"))
    verb = parser.parse_args(args).verb
    if verb == "check":
        return check()
    if verb == "update":
        update()
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
