"""Takes the words out of a document, page by page where it has pages."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from waymark.base.files.errors import FileRefused
from waymark.base.files.inspectors import archives, texts, xml
from waymark.base.files.types import BY_MEDIA_TYPE

_HYPHEN = re.compile("[\x02\xad\ufffe][\r\n]*")
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufff0-\uffff]+")
_BLANKS = re.compile(r"\s+")
_SLIDE = re.compile(r"ppt/slides/slide(\d{1,5})\.xml", re.IGNORECASE)
_PIECE = 3000
"""Characters of a text without pages that are kept together."""


class _Enough(Exception):
    """The text is long enough."""


def read(stream: IO[bytes], media_type: str, most: int, most_pages: int) -> dict[str, Any]:
    """The first `most` characters on the first `most_pages` pages; {} when they can't be read.

    `pages` are texts in order, empty ones among them; `numbered` says that the document itself has
    these pages, and `more` that something was left out.
    """
    label = BY_MEDIA_TYPE[media_type].label
    try:
        if label == "PDF":
            return _capped(_pdf(stream, most_pages), most, most_pages, numbered=True)
        if label == "PPTX":
            return _capped(_slides(stream), most, most_pages, numbered=True)
        if BY_MEDIA_TYPE[media_type].family == "text":
            found = _plain(stream, label)
        else:
            found = _office(stream, label, most)
    except FileRefused:
        return {}
    return _capped(_pieces(found), most, most_pages, numbered=False)


def _capped(found: Iterable[str], most: int, most_pages: int, *, numbered: bool) -> dict[str, Any]:
    pages: list[str] = []
    left, more = most, False
    for page in found:
        if len(pages) == most_pages or left <= 0:
            more = True
            break
        more = more or len(page) > left
        pages.append(page[:left])
        left -= len(page)
    return {"pages": pages, "numbered": numbered, "more": more}


def _tidy(text: str) -> str:
    return _BLANKS.sub(" ", _ODD.sub(" ", _HYPHEN.sub("", text))).strip()


def _pdf(stream: IO[bytes], most_pages: int) -> Iterator[str]:
    import pypdfium2

    from waymark.base.files.inspectors import pdf

    document = pdf.opened(stream.read())
    for number in range(min(len(document), most_pages + 1)):
        try:
            page = document[number]
            words = page.get_textpage()
            text = words.get_text_bounded()
            words.close()
            page.close()
        except pypdfium2.PdfiumError:
            text = ""  # one bad page does not hide the others
        yield _tidy(text)


def _plain(stream: IO[bytes], label: str) -> str:
    data = stream.read()
    encoding = texts.guessed(data)
    return texts.decoded(data, encoding, label) if encoding else ""


def _pieces(text: str) -> Iterator[str]:
    """A text without pages in pieces that end where a word does."""
    text, at = _tidy(text), 0
    while at < len(text):
        end = at + _PIECE
        blank = text.rfind(" ", at + _PIECE // 2, end) if end < len(text) else -1
        end = blank if blank > 0 else end
        yield text[at:end].strip()
        at = end


def _office(stream: IO[bytes], label: str, most: int) -> str:
    budget = archives.Budget()
    archive = archives.opened(stream, label, budget)
    names = {one.filename.lower(): one for one in archive.infolist()}
    part = _main(archive, names, budget) if label == "DOCX" else "content.xml"
    member = names.get(part)
    return _told(archives.chunks(archive, member, budget), label, most) if member else ""


def _main(
    archive: zipfile.ZipFile, names: Mapping[str, zipfile.ZipInfo], budget: archives.Budget
) -> str:
    """The part of a DOCX with its text; the list of types names it."""
    found = ""

    def typed(_name: str, said: dict[str, str]) -> None:
        nonlocal found
        if said.get("ContentType", "").endswith("wordprocessingml.document.main+xml"):
            found = said.get("PartName", "").lstrip("/").lower()

    types = names.get("[content_types].xml")
    if types is not None:
        xml.feed(archives.chunks(archive, types, budget), "DOCX", start=typed)
    return found


def _slides(stream: IO[bytes]) -> Iterator[str]:
    budget = archives.Budget()
    archive = archives.opened(stream, "PPTX", budget)
    numbered = [
        (int(found.group(1)), member)
        for member in archive.infolist()
        if (found := _SLIDE.fullmatch(member.filename))
    ]
    for _number, member in sorted(numbered, key=lambda pair: pair[0]):
        yield _tidy(_told(archives.chunks(archive, member, budget), "PPTX", 50_000))


def _told(chunks: Iterable[bytes], label: str, most: int) -> str:
    """The words that stand in a part: not what was struck out while changes were tracked."""
    said: list[str] = []
    inside, struck, length = 0, 0, 0
    holds = {"t"} if label != "ODT" else {"p", "h"}
    ends = {"p", "h", "tab", "br", "line-break", "s", "tc"}
    gone = {"tracked-changes"}

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal inside, struck
        local = xml.local(name)
        inside += local in holds
        struck += local in gone

    def end(name: str) -> None:
        nonlocal inside, struck
        local = xml.local(name)
        inside -= local in holds
        struck -= local in gone
        if local in ends:
            said.append(" ")

    def text(words: str) -> None:
        nonlocal length
        if inside and not struck:
            said.append(words)
            length += len(words)
            if length > 2 * most:
                raise _Enough

    try:
        xml.feed(chunks, label, start=start, end=end, text=text)
    except _Enough:
        pass
    return "".join(said)
