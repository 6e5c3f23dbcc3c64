"""In which language the name of a row is read, and how sure that is.

A name that is not in the reader's language is shown in another one, and one that a machine has
translated may be wrong: both are said wherever the state of the row is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from waymark.base.fields import Words, short_language
from waymark.indicators.rules.editions import MACHINE, TARGET
from waymark.kernel import text as texts

_NAMES = {language.code: language.autonym for language in texts.LANGUAGES}


def spoken(label: Mapping[str, str], facts: Mapping[str, Any]) -> str:
    """What there is to say of the language in which a name is shown; mostly nothing."""
    found = texts.pick(label, short_language())
    if found.is_fallback:
        name = _NAMES.get(found.lang, found.lang)
        return _("not translated, shown in %(language)s") % {"language": name}
    if found.lang in str(facts.get(MACHINE, "")).split():
        return _("translated by machine, not reviewed")
    return ""


def target_words(facts: Mapping[str, Any]) -> Words:
    """The name of a row's target in every language in which it has one."""
    begin = f"{TARGET}."
    others = {
        name.removeprefix(begin): str(text)
        for name, text in facts.items()
        if name.startswith(begin)
    }
    return Words({"en": str(facts[TARGET]), **others} if facts.get(TARGET) else {})


def target_note(facts: Mapping[str, Any]) -> str:
    """What there is to say of the language of a target's name."""
    names = target_words(facts)
    return spoken(names, {MACHINE: " ".join(names.keys() - {"en"})}) if names else ""
