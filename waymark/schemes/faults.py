"""What is wrong with a document, said with its place and with what to do about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.schemes.rules import Problem

SENTENCES: Mapping[str, str | Promise] = {
    "type": gettext_lazy("should be %(want)s"),
    "missing": gettext_lazy("is missing"),
    "unknown_key": gettext_lazy("is not a field of this format"),
    "empty": gettext_lazy("is empty"),
    "too_long": gettext_lazy("is longer than %(max)s"),
    "too_few": gettext_lazy("has fewer than %(min)s entries"),
    "too_many": gettext_lazy("has more than %(max)s entries"),
    "control": gettext_lazy("holds a control character"),
    "pattern": gettext_lazy("is not written as expected: %(want)s"),
    "range": gettext_lazy("should be between %(min)s and %(max)s"),
    "not_finite": gettext_lazy("is not a finite number"),
    "not_exact": gettext_lazy(
        "is a whole number beyond 2^53 - 1, which not every reader keeps exactly"
    ),
    "date": gettext_lazy("is not a date written YYYY-MM-DD"),
    "moment": gettext_lazy(
        "is not a date and time with its offset, as in 2026-03-01T09:30:00+00:00"
    ),
    "choice": gettext_lazy("is not one of: %(options)s"),
    "duplicate": gettext_lazy("is given twice: %(value)s"),
    "unknown_ref": gettext_lazy("names %(what)s that does not exist: %(value)s"),
    "order": gettext_lazy("is out of order: %(why)s"),
    "rule": gettext_lazy("is not a valid rule: %(why)s"),
    "conflict": gettext_lazy("contradicts itself: %(why)s"),
    "refused": gettext_lazy("is not allowed: %(why)s"),
    "reused": gettext_lazy("was given to something else in an earlier edition: %(value)s"),
    "other_question": gettext_lazy("asks another question under the same id: %(value)s"),
    "format": gettext_lazy("is another format than %(want)s"),
}
"""The sentences of `rules.PROBLEMS`, to be translated; a test keeps them equal."""
REMEDIES: Mapping[str, str | Promise] = {
    "missing": gettext_lazy("Write it."),
    "empty": gettext_lazy("Write it."),
    "unknown_key": gettext_lazy("Take it out, or look whether its name is misspelt."),
    "too_long": gettext_lazy("Shorten it."),
    "duplicate": gettext_lazy("Give one of the two another id."),
    "unknown_ref": gettext_lazy("Add what it names, or name something that is there."),
    "reused": gettext_lazy("Choose an id that was never used."),
    "other_question": gettext_lazy("Retire the criterion and add a new one with its own id."),
}
_CRITERION = re.compile(r"\$\.criteria\[(\d+)\]")


def sentence(problem: Problem) -> str:
    """What is wrong and what to do, without the place: for a form's field."""
    wrong = str(SENTENCES[problem.code]) % problem.params
    remedy = REMEDIES.get(problem.code, "")
    return f"{wrong[:1].upper()}{wrong[1:]}. {remedy}".strip()


def located(problem: Problem, document: Any = None) -> str:
    """The same with its place: the path in the document and, in it, the criterion by its id."""
    wrong = str(SENTENCES[problem.code]) % problem.params
    words = f"{problem.path} {wrong}. {REMEDIES.get(problem.code, '')}".strip()
    name = criterion_at(problem.path, document)
    return _("Criterion %(id)s: %(what)s") % {"id": name, "what": words} if name else words


def criterion_at(path: str, document: Any) -> str:
    """The id of the criterion that a path leads into; "" where there is none."""
    found = _CRITERION.match(path)
    try:
        name = document["criteria"][int(found[1])]["id"] if found else ""
    except (IndexError, KeyError, TypeError):
        return ""
    return name if isinstance(name, str) else ""
