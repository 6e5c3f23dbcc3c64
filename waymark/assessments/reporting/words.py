"""Gaps and checks as sentences of the active language, with the lists that their codes carry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel import Locale
from babel.dates import format_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from waymark.assessments.reviewing import reason_label
from waymark.assessments.rules.evaluate_report import Reason
from waymark.assessments.rules.messages import MESSAGES, explain
from waymark.base.fields import short_language
from waymark.kernel import text
from waymark.schemes.rules import Scheme

MOST_NAMED = 5
DAYS = ("until", "from")
Params = Mapping[str, Any]


def show_day(value: str) -> str:
    """Return an ISO date as the reader's language writes it."""
    locale = Locale.parse(get_language() or "en", sep="-")
    return str(format_date(date.fromisoformat(value), "long", locale=locale))


def indicator_name(scheme: Scheme, name: str) -> str:
    """Return how an indicator is called: its set's name, or its code."""
    found = scheme.set_by_id.get(name.removeprefix("set:"))
    return text.pick(found.label, short_language()).text if found else name.partition(":")[2]


def _kinds(scheme: Scheme, kinds: list[str]) -> str:
    labels = {option.id: option.label for option in scheme.evidence_kinds}
    return _(" or ").join(
        text.pick(labels.get(kind, {"en": kind}), short_language()).text for kind in kinds
    )


def _named(names: list[str]) -> str:
    shown = _(", ").join(names[:MOST_NAMED])
    rest = len(names) - MOST_NAMED
    if rest <= 0:
        return shown
    said = ngettext("%(names)s and %(n)s more", "%(names)s and %(n)s more", rest)
    return said % {"names": shown, "n": rest}


def _lists(scheme: Scheme, params: Params) -> list[str]:
    """Sentences for the lists among the parameters, which the code's own sentence leaves out."""
    found = []
    if params.get("kinds") and isinstance(params["kinds"], list | tuple):
        found.append(_("Asked for: %(kinds)s.") % {"kinds": _kinds(scheme, list(params["kinds"]))})
    if params.get("missing"):
        names = [indicator_name(scheme, name) for name in params["missing"]]
        found.append(_("Without a value: %(names)s.") % {"names": _named(names)})
    if params.get("reasons"):
        labels = [reason_label(code) for code in params["reasons"]]
        found.append(_("Why: %(reasons)s.") % {"reasons": _(", ").join(labels)})
    return found


def sentence(scheme: Scheme, code: str, params: Params) -> str:
    """Say a gap or a check's message. An unknown code stands for itself, never for nothing."""
    if code not in MESSAGES:
        return code
    shown = {
        name: show_day(value) if name in DAYS and isinstance(value, str) else value
        for name, value in params.items()
    }
    if "indicator" in shown:
        shown["indicator"] = indicator_name(scheme, str(shown["indicator"]))
    return " ".join([explain(Reason(code, shown), _), *_lists(scheme, params)])


def split_sentence(split: str) -> str:
    """Say how reviewers who differed came to one result; nothing where they did not differ."""
    if split == "talk":
        return _("The reviewers differed at first; they talked and came to the same verdict.")
    if split == "third":
        return _("The reviewers differed; they talked, and a third reviewer decided.")
    return ""


def who_said(part: str) -> str:
    """Say from where a verdict comes that was not given at first; never who gave it."""
    return {"talk": _("after talking"), "third": _("third reviewer")}.get(part, "")
