"""An SVG drawing as a PNG picture. Runs in the sandbox's child: no Django here."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import typst

FONTS = Path(__file__).parents[1] / "fonts"
_PAGE = (
    b"#set page(width: auto, height: auto, margin: 0pt)\n"
    b'#image(bytes(sys.inputs.svg), format: "svg")'
)
_OURS = ((0x20, 0x052F), (0x0600, 0x077F), (0x1E00, 0x22FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
"""Blocks of letters that the project's own fonts have, or that show nothing."""


def png(stream: IO[bytes], *, ppi: float) -> bytes:
    """Draw the SVG in `stream`; `ppi` is how many dots a length of 72 units gets.

    The machine's fonts are looked through only for scripts that ours lack: that takes longer.
    """
    svg = stream.read().decode()
    ours = all(char in "\n\r\t" or _is_ours(ord(char)) for char in svg)
    made = typst.compile(  # type: ignore[call-overload]  # its stub ties fonts to the input
        _PAGE,
        font_paths=[str(FONTS)],
        ignore_system_fonts=ours,
        format="png",
        ppi=ppi,
        sys_inputs={"svg": svg},
    )
    return bytes(made)


def _is_ours(code: int) -> bool:
    return any(first <= code <= last for first, last in _OURS)
