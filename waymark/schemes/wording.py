"""What a criterion's rule asks, in sentences of the active language."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from waymark.base.fields import listed, short_language
from waymark.kernel import text
from waymark.schemes.rules import (
    All,
    AnswerRule,
    AtLeast,
    Criterion,
    EvidenceRule,
    Leaf,
    ProgressRule,
    ReportedRule,
    Rule,
    Scheme,
)
from waymark.schemes.rules.model import Deviation


@dataclass(frozen=True)
class Asked:
    """One demand; a demand that joins others lists them in `parts`."""

    sentence: str
    parts: tuple[Asked, ...] = ()


def pick(value: Mapping[str, str]) -> str:
    """Return a scheme's text in the active language or its nearest."""
    return text.pick(value, short_language()).text


def deviation_words(found: Deviation, language: str = "") -> str:
    """Say in one sentence what an adaptation does otherwise than its base, and why.

    `language` is that of the sentence; "" is the active one.
    """
    with override(language) if language else nullcontext():
        reason = text.pick(found.reason, language or short_language()).text
        if found.until is not None:
            return _("Does not apply until %(until)s: %(reason)s") % {
                "until": found.until.isoformat(),
                "reason": reason,
            }
        facts = {"rule": found.rule, "basis": found.basis, "reason": reason}
        return _("A national equivalent for the rule %(rule)s (%(basis)s): %(reason)s") % facts


def deviations_of(scheme: Scheme) -> tuple[tuple[str, str], ...]:
    """Return what a scheme's national adaptation does otherwise: criterion and sentence."""
    listed = scheme.adaptation.deviations if scheme.adaptation else ()
    return tuple((found.criterion, deviation_words(found)) for found in listed)


def asked(scheme: Scheme, criterion: Criterion) -> tuple[Asked, ...]:
    """Return what has to hold for a criterion to be met."""
    found = _asked(scheme, criterion.rule)
    return found.parts if isinstance(criterion.rule, All) else (found,)


def _asked(scheme: Scheme, rule: Rule) -> Asked:
    if isinstance(rule, All):
        return Asked(_("All of these hold:"), tuple(_asked(scheme, p) for p in rule.parts))
    if isinstance(rule, AtLeast):
        sentence = ngettext(
            "At least %(n)s of these holds:", "At least %(n)s of these hold:", rule.n
        ) % {"n": rule.n}
        return Asked(sentence, tuple(_asked(scheme, p) for p in rule.parts))
    return Asked(leaf_words(scheme, rule))


def leaf_words(scheme: Scheme, leaf: Leaf) -> str:
    """Say what one leaf of a rule asks."""
    if isinstance(leaf, AnswerRule):
        return _("The city stands at level %(level)s or higher.") % {"level": leaf.min}
    if isinstance(leaf, EvidenceRule):
        return _evidence(scheme, leaf)
    if isinstance(leaf, ReportedRule):
        return _reported(scheme, leaf)
    if isinstance(leaf, ProgressRule):
        return _("%(indicator)s has changed by %(change)s or more in the right direction.") % {
            "indicator": leaf.indicator,
            "change": leaf.min_change,
        }
    return ngettext(
        "%(n)s reviewer has accepted it, and more accept than reject it.",
        "%(n)s reviewers have accepted it, and more accept than reject it.",
        leaf.min_reviewers,
    ) % {"n": leaf.min_reviewers}


def _evidence(scheme: Scheme, leaf: EvidenceRule) -> str:
    labels = {option.id: option.label for option in scheme.evidence_kinds}
    kinds = _(" or ").join(pick(labels.get(kind, {"en": kind})) for kind in leaf.kinds)
    sentence = ngettext(
        "At least %(n)s piece of evidence of this kind: %(kinds)s.",
        "At least %(n)s pieces of evidence of these kinds: %(kinds)s.",
        leaf.min,
    ) % {"n": leaf.min, "kinds": kinds}
    return f"{sentence} {_age(leaf.max_age_days)}".strip()


def _reported(scheme: Scheme, leaf: ReportedRule) -> str:
    names = listed(_indicator(scheme, code) for code in leaf.indicators)
    sentence = _("%(share)s %% of these indicators have a value: %(names)s.") % {
        "share": leaf.share_percent,
        "names": names,
    }
    if leaf.dims:
        sentence += " " + _("The values are split by %(dims)s.") % {"dims": listed(leaf.dims)}
    return f"{sentence} {_age(leaf.max_age_days)}".strip()


def _indicator(scheme: Scheme, code: str) -> str:
    found = scheme.set_by_id.get(code.removeprefix("set:"))
    return pick(found.label) if found else code.partition(":")[2] or code


def _age(days: int | None) -> str:
    if days is None:
        return ""
    return ngettext("Not older than %(n)s day.", "Not older than %(n)s days.", days) % {"n": days}
