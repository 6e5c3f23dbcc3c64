"""Text in many languages: choosing a translation, cleaning what was typed, comparing names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MAX_MARKS_IN_A_ROW = 30
"""The limit of Unicode's stream-safe format (UAX 15); longer runs only serve to slow us down."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface: code, its own name for itself, and `ltr` or `rtl`."""

    code: str
    autonym: str
    direction: str


LANGUAGES = (
    Language("en", "English", "ltr"),
    Language("fr", "Français", "ltr"),
    Language("es", "Español", "ltr"),
    Language("ar", "العربية", "rtl"),
    Language("ru", "Русский", "ltr"),
    Language("zh", "中文", "ltr"),
)
"""The six languages of the United Nations. Authored text may be in any other language too."""

_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}
)


def direction(code: str) -> str:
    """`rtl` or `ltr` for a language code such as `ar` or `pt-BR`."""
    return "rtl" if code.lower().replace("_", "-").split("-")[0] in _RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True, slots=True)
class Picked:
    """The text to show, the language it is in, and whether that is not the one asked for."""

    text: str
    lang: str
    is_fallback: bool

    @property
    def direction(self) -> str:
        """For the `dir` attribute beside `lang`."""
        return direction(self.lang)


def pick(text: Mapping[str, str], lang: str, *, original: str = "en") -> Picked:
    """The best text for a reader of `lang`: asked, then original, then English, then any.

    A blank translation counts as missing, and a region falls back to its language (`pt-BR` to
    `pt`). Nothing at all gives an empty text in the language asked for.
    """
    found = text.get(lang)
    if found and not found.isspace():  # nearly always, and asked for every word of a page
        return Picked(found, lang, is_fallback=False)
    for code in _preferences(text, lang, original):
        if text.get(code, "").strip():
            return Picked(text[code], code, is_fallback=_base(code) != _base(lang))
    return Picked("", lang, is_fallback=False)


def _preferences(text: Mapping[str, str], lang: str, original: str) -> Iterator[str]:
    yield from (lang, _base(lang), original, "en")
    yield from (language.code for language in LANGUAGES)
    yield from sorted(text)


def _base(code: str) -> str:
    return code.lower().replace("_", "-").split("-")[0]


class BadText(ValueError):
    """Text that may not be stored. `where` counts characters from 1, `why` is a message key."""

    def __init__(self, where: int, why: str) -> None:
        super().__init__(f"character {where}: {why}")
        self.where = where
        self.why = why


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` in Unicode normal form C; raise `BadText` for what no store or signature can carry.

    Refused are control characters except TAB, LF and CR (canonical RDF escapes them differently
    in different libraries, so a signature over them would not verify everywhere), NUL, DEL, lone
    surrogates, and endless runs of combining marks.
    """
    if found := _FORBIDDEN.search(text):
        surrogate = "\ud800" <= found[0] <= "\udfff"
        why = "text.surrogate" if surrogate else "text.control_character"
        raise BadText(found.start() + 1, why)
    if text.isascii():
        return text
    _refuse_endless_marks(text)
    return unicodedata.normalize("NFC", text)


def _refuse_endless_marks(text: str) -> None:
    run = 0
    for index, char in enumerate(text):
        run = run + 1 if unicodedata.combining(char) else 0
        if run > MAX_MARKS_IN_A_ROW:
            raise BadText(index + 1, "text.too_many_marks")


# Capitals (and digits) that look like a Latin capital; small letters are compared as capitals.
_LOOKS_LIKE = str.maketrans(
    dict(
        zip("АВЕЅІЈКМНОРСТХҮҺԌԚԜӀѴ", "ABESIJKMHOPCTXYHGQWIV", strict=True)  # Cyrillic
    )
    | dict(zip("УЗ", "Y3", strict=True))
    | dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϺ", "ABEZHIKMNOPTYXCM", strict=True))  # Greek
    | {"0": "O", "1": "I", "|": "I", "L": "I"}  # a small l is a capital I in most typefaces
)
_MARKS_AND_CONTROLS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"  # marks
    "\u00ad\u034f\u061c\u0640\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"  # invisible
)


def skeleton(text: str) -> str:
    """A form in which names that look alike are equal; to compare and warn, never to show.

    Folds case, width, accents, spacing and invisible direction controls, and the Cyrillic and
    Greek letters whose capitals look Latin. Chosen to over-match: its only use is to flag two
    names to a person.
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = _MARKS_AND_CONTROLS.sub("", folded)
    return " ".join(bare.upper().translate(_LOOKS_LIKE).split())
