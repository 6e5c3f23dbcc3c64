"""PDF or a picture from a typst template and plain data: the same bytes each time."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import typst

FONTS = Path(__file__).parent / "fonts"
STANDARDS = ["a-3a", "ua-1"]
"""PDF/A-3a (archival, with attachments) and PDF/UA-1 (accessible): typst refuses to compile
what breaks them, such as a picture without words."""

_NO_LETTER = ("could not be displayed with font", "contains the codepoint")


class NotTypeset(RuntimeError):
    """The document could not be made; the message is typst's own."""


def typeset(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Compile a template to PDF. It finds `data` as JSON in `sys.inputs.data`, so that no
    character of it is ever read as markup. `at` is the date the file states; equal arguments
    give equal bytes.

    Fonts are those of the project. For scripts beyond them those of the machine are added; where
    they are lacking too, the file is still made, but claims no standard, because some letters
    show as boxes. Raises NotTypeset for a template that fails or breaks a standard otherwise.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    attempts = ((True, STANDARDS), (False, STANDARDS), (False, ["1.7"]))
    fault = ""
    for ours_only, standards in attempts:
        try:
            return bytes(
                typst.compile(  # type: ignore[call-overload]  # its stub ties fonts to the input
                    template.encode(),
                    font_paths=[str(FONTS)],
                    ignore_system_fonts=ours_only,
                    format="pdf",
                    sys_inputs=inputs,
                    pdf_standards=standards,
                    timestamp=int(at.timestamp()),
                )
            )
        except typst.TypstError as error:
            fault = str(error)
            if not any(words in fault for words in _NO_LETTER):
                break
    raise NotTypeset(fault)


def picture(template: str, data: Mapping[str, Any], *, kind: Literal["svg", "png"]) -> bytes:
    """Compile a template of one page to a picture; letters become shapes, so it needs no font.

    Fonts are those of the project, and those of the machine for other scripts. Raises NotTypeset.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    try:
        made: Any = typst.compile(  # type: ignore[misc]  # its stub, as above
            template.encode(),
            font_paths=[str(FONTS)],
            format=kind,
            ppi=300.0,
            sys_inputs=inputs,
        )
    except typst.TypstError as error:
        raise NotTypeset(str(error)) from None
    return bytes(made[0] if isinstance(made, list) else made)
