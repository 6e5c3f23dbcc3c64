"""Hostile and odd files, generated: what a stranger may send to any field that takes a file.

Each says what must become of it: the kind of refusal, or None where it may be kept. "Any" marks
files that only have to end well: kept or refused, but within the limits.
"""

from __future__ import annotations

from tests.base.corpus import office, opendocument, pdfs, pictures, texts
from tests.base.corpus.hostile import ANY, Hostile

CORPUS: tuple[Hostile, ...] = (
    *office.FILES,
    *opendocument.FILES,
    *pdfs.FILES,
    *pictures.FILES,
    *texts.FILES,
)

NAMES = (
    "../../etc/passwd",
    "..\\..\\windows\\system32\\drivers.txt",
    "/absolute/report.txt",
    "C:\\Users\\me\\report.txt",
    "report.txt\x00.exe",
    "re\x00port.txt",
    "annual\u202etxt.exe",
    "\u2066isolate\u2069.txt",
    "CON",
    "con.txt",
    "LPT1.report.txt",
    "aux .txt",
    "a" * 300 + ".txt",
    "汉" * 300 + ".txt",
    ".htaccess",
    "...",
    "report.txt. . .",
    'quote".txt',
    "line\r\nSet-Cookie: a=b.txt",
    "<script>alert(1)</script>.txt",
    "tab\tand\u2028line.txt",
    "-rf.txt",
    "\udcff.txt",
    "e\u0301" * 200 + ".txt",
)

__all__ = ["ANY", "CORPUS", "NAMES", "Hostile"]
