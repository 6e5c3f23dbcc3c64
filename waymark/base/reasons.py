"""Sentences for the reasons by which rules refuse: rules give keys, a room gives the words.

A room registers its sentences once, from `receivers.py`, `notices.py` or `face.py`, as lazy
translations with named placeholders:

    reasons.register({"not_all_answered": gettext_lazy("%(count)s questions have no answer yet.")})
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.functional import Promise

from waymark.base.running import isolated
from waymark.kernel.flow import Reason

_PLACES = re.compile(r"%\((\w+)\)")
sentences: dict[str, str | Promise] = {}


def register(more: Mapping[str, str | Promise]) -> None:
    """Add sentences.

    Raises ValueError where a key has another sentence already.
    """
    for key, sentence in more.items():
        if key in sentences and str(sentences[key]) != str(sentence):
            raise ValueError(f"reason {key} has two sentences")
        sentences[key] = sentence


def told(reason: Reason) -> str:
    """As `sentence`, for values that come from outside: one that is missing is left empty.

    Texts stay in one piece where their letters run against those of the sentence.
    """
    words = str(sentences.get(reason.key, ""))
    params: dict[str, object] = dict.fromkeys(_PLACES.findall(words), "")
    for name, value in reason.params.items():
        params[name] = isolated(value) if isinstance(value, str) else value
    return sentence(Reason(reason.key, params))


def sentence(reason: Reason | str) -> str:
    """Say a reason in the active language; a key without a sentence is shown as plain words."""
    found = reason if isinstance(reason, Reason) else Reason(str(reason))
    known = sentences.get(found.key)
    if known is None:
        return found.key.replace("_", " ").replace(".", ": ").capitalize() + "."
    return str(known) % dict(found.params) if found.params else str(known)
