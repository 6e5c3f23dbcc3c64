"""Words as they are compared: one form for letters that are only drawn or typed differently."""

from __future__ import annotations

import re
import unicodedata

_ARABIC = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        "ى": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ة": "ه",
        "ک": "ك",
        "ی": "ي",
        "ـ": None,  # tatweel only stretches a word
    }
)
_OTHER = str.maketrans(
    {"ё": "е", "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
)
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]")


def plain(word: str) -> str:
    """A word in lower case and compatible form, without Arabic vowel signs; accents stay."""
    word = unicodedata.normalize("NFKC", word).casefold()
    if word.isascii():
        return word
    word = "".join(c for c in word if not "\u064b" <= c <= "\u065f" and c != "\u0670")
    return word.translate(_OTHER)


def fold(word: str) -> str:
    """A word as it is compared: `plain`, and without accents; Arabic letters in one form each."""
    word = plain(word)
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word.translate(_ARABIC))
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


def script_of(word: str) -> str:
    """`han`, `arabic`, `cyrillic`, `latin` or `other`, by the first letter that says."""
    for letter in word:
        if letter.isascii():
            if letter.isalpha():
                return "latin"
            continue
        if _HAN.match(letter):
            return "han"
        name = unicodedata.name(letter, "").partition(" ")[0]
        if name in ("ARABIC", "CYRILLIC", "LATIN"):
            return name.lower()
    return "other"
