"""Words in a running text of the active language; without models, for commands need them too."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils import translation

from waymark.kernel import text as texts


def short_language() -> str:
    """Return the active interface language as a UN language code (zh-hans is zh)."""
    return (translation.get_language() or "en").partition("-")[0]


_OTHER_WAY = {"rtl": re.compile("[A-Za-z\u00c0-\u058f]"), "ltr": re.compile("[\u0590-\u08ff]")}
_COMMAS = {"ar": "، ", "zh": "，"}


def comma() -> str:
    """Return what stands between the words of a row in the active language."""
    return _COMMAS.get(short_language(), ", ")


def isolated(value: object) -> str:
    """Keep a name in one piece where its letters run against the text around it."""
    text = str(value)
    against = _OTHER_WAY[texts.direction(short_language())].search(text)
    return f"\u2068{text}\u2069" if against else text


def listed(words: Iterable[object]) -> str:
    """Return words in a row, with the comma of the active language between them."""
    return comma().join(str(word) for word in words)
