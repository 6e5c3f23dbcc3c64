"""Edits of a scheme document: each gives another document and leaves the one it got alone.

They know the shape of a document and no rule: whether the result may stand is found by
`parse_scheme` and `drafting.reused`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

Document = dict[str, Any]
TEXTS = ("title", "text", "why", "guidance")


def _copy(document: Mapping[str, Any]) -> Document:
    return copy.deepcopy(dict(document))


def place_of(document: Mapping[str, Any], name: str) -> int:
    """Where a criterion stands in a document. Raises KeyError where it is not there."""
    for index, one in enumerate(document["criteria"]):
        if one["id"] == name:
            return index
    raise KeyError(name)


def _said(texts: Mapping[str, str], language: str, text: str) -> dict[str, str]:
    """A text said in one language; without words, it is no longer said in that."""
    found = {**texts, language: text}
    return {code: words for code, words in found.items() if words.strip()}


def with_texts(
    document: Mapping[str, Any], name: str, language: str, texts: Mapping[str, str]
) -> Document:
    """Say texts of a criterion in one language.

    `texts` are named as fields of a criterion, `descriptor_0` to `descriptor_3`, or `question`.
    """
    made = _copy(document)
    one = made["criteria"][place_of(made, name)]
    for field, text in texts.items():
        kind, _bar, number = field.partition("_")
        if kind == "descriptor":
            levels = one["descriptors"]
            levels[int(number)] = _said(levels[int(number)], language, text)
        elif field == "question":
            question = one["questions"][0]
            question["label"] = _said(question["label"], language, text)
        elif field in TEXTS:
            one[field] = _said(one[field], language, text)
    return made


def with_members(document: Mapping[str, Any], name: str, members: Mapping[str, Any]) -> Document:
    """Set members of a criterion; an empty list or text of an optional member takes it out."""
    made = _copy(document)
    one = made["criteria"][place_of(made, name)]
    for member, value in members.items():
        optional = member in ("indicators", "drivers", "paragraphs", "sources", "provenance")
        if optional and not value:
            one.pop(member, None)
        else:
            one[member] = value
    return made


def with_edition(
    document: Mapping[str, Any], language: str, texts: Mapping[str, str], provenance: str
) -> Document:
    """Say title and summary of the edition in one language, and where it comes from."""
    made = _copy(document)
    for member, text in texts.items():
        made[member] = _said(made[member], language, text)
    made["provenance"] = provenance
    return made


def with_criterion(document: Mapping[str, Any], criterion: Mapping[str, Any]) -> Document:
    """Add a criterion behind the last one of its stage."""
    made = _copy(document)
    stage = criterion["stage"]
    places = [n for n, one in enumerate(made["criteria"]) if one["stage"] == stage]
    made["criteria"].insert(places[-1] + 1 if places else len(made["criteria"]), dict(criterion))
    return made


def without_criterion(document: Mapping[str, Any], name: str) -> Document:
    """Retire a criterion."""
    made = _copy(document)
    del made["criteria"][place_of(made, name)]
    return made


def with_version(document: Mapping[str, Any], version: str) -> Document:
    """The document under another version."""
    return {**document, "version": version}


def usual_rule(name: str, question: str, kinds: Iterable[str], level: int) -> Document:
    """What a new criterion asks at first: a level, a piece of evidence, two reviewers."""
    return {
        "all": [
            {"kind": "answer", "id": f"{name}/1", "question": question, "min": level},
            {"kind": "evidence", "id": f"{name}/2", "kinds": list(kinds), "min": 1},
            {"kind": "verified", "id": f"{name}/3", "min_reviewers": 2},
        ]
    }
