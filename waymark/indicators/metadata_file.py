"""A file somebody sends with the metadata of an indicator: read in a limited process, explained."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from waymark.base import reasons, sandbox
from waymark.base.fields import listed
from waymark.indicators import models
from waymark.indicators.metadata_words import name_of
from waymark.indicators.rules.concepts import ORDER, Texts
from waymark.indicators.rules.metadata_files import Found, languages_of
from waymark.indicators.rules.metadata_read import result
from waymark.indicators.rules.problems import Problem
from waymark.kernel.flow import Reason, Refused

_ENTRY = "waymark.indicators.rules.metadata_read:read"
_SECONDS, _MEMORY = 10, 384 * 1024 * 1024


def read_file(content: bytes, name: str, language: str) -> Found:
    """The texts of a file, and what of it is not taken.

    Raises Refused where reading it took too much.
    """
    try:
        answer = sandbox.run(_ENTRY, content, {"name": name}, cpu=_SECONDS, memory=_MEMORY)
    except sandbox.SandboxError as error:
        raise Refused(Reason("import.too_heavy")) from error
    return result(answer, language)


def for_one(
    found: Found, indicator: models.Indicator, language: str
) -> tuple[Texts, tuple[Problem, ...]]:
    """The texts that a file has for an indicator in a language, and what else is to be said.

    A file names the indicator as tables do, by its list and code or the code alone, or not at all.
    """
    names = {"", indicator.code, f"{indicator.framework_id}:{indicator.code}"}
    names |= {*indicator.former_codes, indicator.code.replace(".", "-")}
    texts: dict[tuple[str, str], str] = {}
    for name, told in found.texts.items():
        if name in names:
            texts |= told
    problems = list(found.problems)
    here = {key: text for key, text in texts.items() if key[1] == language}
    others = [one for one in languages_of(texts) if one != language]
    foreign = [name for name in found.texts if name not in names]
    if others:
        problems.append(Problem("metadata.other_language", params={"names": listed(others)}))
    if foreign:
        problems.append(Problem("metadata.other_indicator", params={"names": listed(foreign[:10])}))
    if not here:
        problems.append(Problem("metadata.nothing"))
    return here, tuple(problems)


def sentences(problems: Iterable[Problem]) -> list[str]:
    """What is wrong, in words, each with the row where there is one."""
    told = []
    for one in problems:
        sentence = reasons.sentence(Reason(one.key, one.params))
        concept = one.params.get("text", "")
        if one.key.startswith("text.") and concept:
            label = name_of(str(concept)) if concept in ORDER else str(concept)
            sentence = f"{label}: {sentence}"
        if one.row:
            place = {"row": one.row, "sentence": sentence}
            sentence = _("Row %(row)s: %(sentence)s") % place
        told.append(sentence)
    return told
