"""The words of this room: verification of list rows, groups, statuses, dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import pgettext_lazy

from waymark.base.fields import listed
from waymark.indicators.rules.facts import Dims
from waymark.indicators.spoken import spoken

Word = str | Promise


@dataclass(frozen=True)
class Verification:
    """How sure a row of a list is: a sentence, a short tag and its tone."""

    text: str
    short: str
    tone: str


_VERIFICATION: Mapping[str, tuple[Word, Word, str]] = {
    "verified code and title": (
        __("Code and title were read in a published source."),
        __("Code and title verified"),
        "good",
    ),
    "verified code, guessed title": (
        __("The code was read in a published source; the title is our guess."),
        __("Code verified, title guessed"),
        "warn",
    ),
    "proposed, no official code": (
        __("This row is our proposal. It has no official code; ours begins with UMFX."),
        __("Proposed, no official code"),
        "warn",
    ),
    "code, change note, threshold: read; label, unit, city use: own": (
        __(
            "Code, change note and threshold were read in the sources named; the label, the unit "
            "and the use in cities are in our own words."
        ),
        __("Code verified, label our own"),
        "info",
    ),
    "category read, exact ratio list own knowledge": (
        __("Its category was read in a published source; the item itself is from our knowledge."),
        __("Category verified, item ours"),
        "warn",
    ),
    "profile part read, item own knowledge": (
        __(
            "The part of the profile was read in a published source; the item itself is from our "
            "knowledge."
        ),
        __("Category verified, item ours"),
        "warn",
    ),
    "added for city use, not in the observatory list": (
        __("This row is our proposal for use by cities. The published list does not have it."),
        __("Our proposal"),
        "warn",
    ),
    "code read, label own": (
        __("The code was read in a public file, which may hold slips; the label is in our words."),
        __("Code verified, label our own"),
        "info",
    ),
    "number and group read, label own": (
        __(
            "Number and group were read in a copy of the published text; the label is in our own "
            "words, and so is the choice of its target."
        ),
        __("Code verified, label our own"),
        "info",
    ),
    "local": (
        __("The city made this indicator for itself."),
        __("Local indicator"),
        "info",
    ),
    "imported list": (
        __("As it stands in the list that the secretariat brought in."),
        __("From the imported list"),
        "good",
    ),
}


def verification(status: str) -> Verification:
    """How sure a row is, in words; an unknown state is shown as it stands in the file."""
    text, short, tone = _VERIFICATION.get(status, (status, status, "plain"))
    return Verification(str(text), str(short), tone)


def verified(row: Any) -> Verification:
    """How sure a row is, and its name in the reader's language with it."""
    sure, note = verification(row.status), spoken(row.label, row.facts)
    if not note:
        return sure
    facts = {"state": sure.short, "text": sure.text, "note": note}
    # Translators: of a row of a list: how sure it is, and in which language its name is
    short = _("%(state)s; %(note)s") % facts
    return Verification(_("%(text)s The name: %(note)s.") % facts, short, sure.tone)


DIMENSION_NAMES: Mapping[str, Word] = {
    "area": pgettext_lazy("part of a city", "Area"),
    "grid_cell": __("Grid cell"),
    "sex": __("Sex"),
    "age": __("Age"),
    "disability": __("Disability"),
    "income": __("Income"),
    "migration": __("Migration status"),
    "group": __("Other group"),
}

GROUP_NAMES: Mapping[str, Mapping[str, Word]] = {
    "sex": {"female": __("Women"), "male": __("Men"), "other": __("Another sex or gender")},
    "disability": {
        "with": __("With a disability"),
        "without": __("Without a disability"),
    },
    "migration": {"migrant": __("Migrants"), "non_migrant": __("Not migrants")},
    "income": {
        "q1": __("Poorest fifth"),
        "q2": __("Second fifth"),
        "q3": __("Middle fifth"),
        "q4": __("Fourth fifth"),
        "q5": __("Richest fifth"),
        "lowest_40": __("Poorest two fifths"),
        "below_poverty_line": __("Below the poverty line"),
    },
    "group": {
        "women_girls": __("Women and girls"),
        "disability": __("Persons with disabilities"),
        "older": __("Older persons"),
        "children_youth": __("Children and youth"),
        "indigenous": __("Indigenous peoples"),
        "refugees": __("Refugees"),
        "displaced": __("Internally displaced persons"),
        "stateless": __("Stateless persons"),
        "migrants": __("Migrants"),
        "informal_workers": __("Informal workers"),
        "informal_residents": __("People in informal settlements"),
        "poor": __("People living in poverty"),
    },
}

STATUS_NAMES: Mapping[str, Word] = {
    "A": __("Normal"),
    "B": __("Break in the series"),
    "E": __("Estimated"),
    "P": __("Provisional"),
    "M": __("Missing"),
    "Q": __("Suppressed"),
}

SOURCE_TYPE_NAMES: Mapping[str, Word] = {
    "survey": __("Survey"),
    "register": __("Register"),
    "census": __("Census"),
    "remote_sensing": __("Remote sensing"),
    "citizen_generated": __("Data gathered by residents"),
    "perception": __("Perception survey"),
    "qualitative": __("Qualitative source"),
    "other": __("Another type"),
}

DOMAIN_NAMES: Mapping[str, Word] = {
    "society": __("Society"),
    "economy": __("Economy"),
    "environment": __("Environment"),
    "culture": __("Culture"),
    "governance and implementation": __("Governance and implementation"),
    "safe and peaceful": __("Safe and peaceful"),
    "inclusive": __("Inclusive"),
    "resilient": __("Resilient"),
    "sustainable": __("Sustainable"),
    "context": __("Context"),
    "spending by type": __("Spending by type"),
    "spending by function": __("Spending by function"),
    "investment": __("Investment"),
    "revenue": __("Revenue"),
    "debt": __("Debt"),
    "fiscal rules": __("Fiscal rules"),
    "organisation": __("Organisation of subnational government"),
    "performance": __("Performance"),
    "society and culture": __("Society and culture"),
    "environment and resilience": __("Environment and resilience"),
    "prosperity and livelihoods": __("Prosperity and livelihoods"),
    "knowledge and skills": __("Knowledge and skills"),
    "inclusion and participation": __("Inclusion and participation"),
}

LINK_NAMES: Mapping[str, Word] = {
    "exact": __("Exact: one value answers both"),
    "adapted": __("Adapted: another definition of the same thing"),
    "proxy": __("Proxy: stands in for it"),
    "none": __("None: there is no shared one, or it is alike in name only"),
}

DIRECTION_NAMES: Mapping[str, Word] = {
    "up": __("More is better"),
    "down": __("Less is better"),
    "target": __("A set value is best"),
    "parity": __("Equal groups are best"),
    "": __("No direction"),
}


def group_name(dimension: str, group: str) -> str:
    """What a group is called; a city's own word is shown as she wrote it."""
    if dimension == "age":
        return _age(group)
    return str(GROUP_NAMES.get(dimension, {}).get(group, group))


def _age(group: str) -> str:
    if group.endswith("+") and group[:-1].isdecimal():
        return _("%(age)s and older") % {"age": group[:-1]}
    if group.replace("-", "").isdecimal():
        return _("Age %(age)s") % {"age": group.replace("-", "–")}
    return group


def series_name(area: str, dims: Dims) -> str:
    """What a series is about: "Whole city", an area, groups, or both."""
    parts = ([area] if area else []) + [group_name(name, group) for name, group in dims]
    return listed(parts) if parts else _("Whole city, everybody")


def dimension_name(dimension: str) -> str:
    """What a dimension is called; one without a vocabulary by its key."""
    name = str(DIMENSION_NAMES.get(dimension, dimension))
    return name[:1].upper() + name[1:]


def with_unit(name: str, unit: str) -> str:
    """What a series is about, where others differ from it only in their unit."""
    return _("%(name)s (%(unit)s)") % {"name": name, "unit": unit or _("no unit")}


def named(names: Mapping[str, Word], key: str) -> str:
    """A word of one of the tables above; an unknown one appears as it is."""
    return str(names.get(key, key))


def part_name(part: str) -> str:
    """What a domain or goal is called."""
    if part.isdecimal():
        return _("Goal %(number)s") % {"number": part}
    return named(DOMAIN_NAMES, part)
