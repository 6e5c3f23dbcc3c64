"""The library's words: kinds, topics, costs, languages, and why something is suggested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from babel import Locale
from babel.dates import format_date
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from waymark.base.fields import listed
from waymark.kernel.flow import Reason
from waymark.library.rules.matching import Match
from waymark.library.rules.vocabulary import ANY, SEVERAL

Label = str | Promise
KINDS: Mapping[str, Label] = {
    "tool": pgettext_lazy("in the library", "Tool"),
    "diagnostic": __("Diagnostic"),
    "guide": __("Guide"),
    "template": __("Template"),
    "standard": __("Standard"),
    "indicators": __("Set of indicators"),
    "dataset": __("Data"),
    "software": __("Software"),
    "course": pgettext_lazy("in the library", "Course"),
    "method": __("Learning method"),
    "video": __("Video"),
    "interview": __("Interview"),
    "case": __("Case study"),
    "case_library": __("Collection of cases"),
    "library": __("Collection"),
    "study": __("Study"),
    "report": pgettext_lazy("in the library", "Report"),
    "advice": __("Advice"),
    "brokerage": __("Matching"),
    "finance": __("Finance"),
    "grant": __("Grant"),
    "help_desk": __("Help desk"),
    "people": __("People"),
    "project_support": __("Help with projects"),
    "recognition": __("Recognition"),
    "reporting": __("Reporting"),
    "network": __("Network"),
    "peers": __("Learning among peers"),
    "community": __("Community of practice"),
}
TOPICS: Mapping[str, Label] = {
    "all": __("All goals"),
    "air": __("Air"),
    "associations": __("Associations of local governments"),
    "awareness": __("Awareness"),
    "children": __("Children"),
    "climate": __("Climate"),
    "cooperation": __("Cooperation"),
    "culture": __("Culture"),
    "data": pgettext_lazy("topic", "Data"),
    "digital": __("Digital city"),
    "energy": __("Energy"),
    "equality": __("Equality"),
    "equity": __("Equity"),
    "finance": pgettext_lazy("topic", "Finance"),
    "gender": __("Gender"),
    "governance": __("Governance"),
    "health": __("Health"),
    "housing": __("Housing"),
    "hubs": __("Hubs"),
    "inclusion": __("Inclusion"),
    "innovation": __("Innovation"),
    "investment": __("Investment"),
    "land": __("Land"),
    "law": __("Law"),
    "levels": __("Levels of government"),
    "local_review": __("Local review"),
    "mapping": __("Mapping"),
    "national_review": __("National review"),
    "nature": __("Nature"),
    "older_people": __("Older people"),
    "partnership": __("Partnership"),
    "planning": __("Planning"),
    "policy": __("Policy"),
    "projects": __("Projects"),
    "public_space": __("Public space"),
    "reporting": pgettext_lazy("topic", "Reporting"),
    "resilience": __("Resilience"),
    "review_teams": __("Review teams"),
    "sanitation": __("Sanitation"),
    "services": __("Services"),
    "strategy": __("Strategy"),
    "subnational_review": __("Subnational review"),
    "transport": __("Transport"),
    "verification": __("Verification"),
    "waste": __("Waste"),
    "water": __("Water"),
    "new_urban_agenda": __("New Urban Agenda"),
    "sendai": __("Sendai Framework"),
    "paris": __("Paris Agreement"),
    "addis_ababa": __("Addis Ababa Action Agenda"),
}
THEMES: Mapping[str, Label] = {
    "people": __("People and fairness"),
    "places": __("Land, housing and services"),
    "planet": __("Climate, nature and energy"),
    "money": __("Money and projects"),
    "governing": __("How the city is governed"),
    "agendas": __("Other global agendas"),
    "knowing": __("Data, reviews and reporting"),
}
COSTS: Mapping[str, Label] = {
    "free": __("free"),
    "low_cost": __("low cost"),
    "cost_share": __("costs are shared"),
    "fee": __("a fee"),
    "priced": __("priced"),
    "donor": __("paid by a donor"),
    "grant": __("by grant"),
    "to_agree": __("to be agreed"),
}
ONLY_FOR: Mapping[str, Label] = {
    "africa": __("Africa"),
    "americas": __("the Americas"),
    "asia": __("Asia"),
    "europe": __("Europe"),
    "oceania": __("Oceania"),
    "ldc": __("least developed countries"),
    "sids": __("small island developing States"),
    "lldc": __("landlocked developing countries"),
    "associations": __("associations of local governments"),
    "mechanisms": __("mechanisms of certification"),
}
SIZES: Mapping[str, Label] = {
    "town": __("up to 50,000 inhabitants"),
    "small": __("50,000 to 200,000 inhabitants"),
    "medium": __("200,000 to 500,000 inhabitants"),
    "metropolitan": __("500,000 to 1.5 million inhabitants"),
    "large": __("more than 1.5 million inhabitants"),
}
BASES: Mapping[str, Label] = {
    "address_seen": __("The makers of Waymark saw this address in a search or opened it."),
    "document_seen": __(
        "The makers of Waymark saw the document or tool; the address is from memory."
    ),
    "own_knowledge": __("From memory: the makers of Waymark have not opened this address."),
    "named": __("Named in the source below; its terms are not confirmed."),
    "ask_provider": __("From memory: ask the provider."),
    "curator": __("Entered by the secretariat."),
    "harvested": __(
        "Taken over from another catalogue after somebody of the secretariat had read it. "
        "Its publisher has not confirmed it."
    ),
    "city": __("The city tells it of itself. The secretariat has read it; nobody has checked it."),
}
PARTS: Mapping[str, Label] = {
    "title": __("Title"),
    "summary": __("Summary"),
    "context": __("Context"),
    "problem": __("The problem"),
    "done": __("What was done"),
    "cost": __("What it cost"),
    "result": __("What came of it"),
    "lessons": __("Lessons"),
    "contact": __("Contact"),
}


def name(words: Mapping[str, Label], tag: str) -> str:
    """Say a tag; one that has no words appears under its own name."""
    return str(words.get(tag, tag.replace("_", " ")))


def names(words: Mapping[str, Label], tags: Iterable[str]) -> str:
    """Say tags in a row."""
    return listed(name(words, tag) for tag in tags)


def language_name(code: str) -> str:
    """Say a language in the reader's."""
    if code == SEVERAL:
        return _("several languages, not named")
    known = Locale.parse(get_language() or "en", sep="-").languages
    return str(known.get(code, code))


def languages(codes: Iterable[str]) -> str:
    """Say languages in a row."""
    return listed(language_name(code) for code in codes)


def cost(tags: Iterable[str]) -> str:
    """Say a cost as the source says it: one of several is meant where there are several."""
    said = [name(COSTS, tag) for tag in tags]
    return _(" or ").join(said) if said else _("not said in the source")


def why(match: Match) -> str:
    """Say in one sentence why something is suggested, with its true facts and nothing else."""
    first, *others = [reason_words(reason) for reason in match.reasons]
    return _("%(reasons)s.") % {"reasons": _("; ").join([first[:1].upper() + first[1:], *others])}


def reason_words(reason: Reason) -> str:
    """Say one reason of a match, as a part of a sentence."""
    return str(BECAUSE[reason.key]) % {
        name: fact(name, value) for name, value in reason.params.items()
    }


def fact(name: str, value: Any) -> str:
    """Say a fact of a reason by its name."""
    match name:
        case "topics" | "shared":
            return names(TOPICS, value) or _("no topic")
        case "criteria" | "stages":
            return listed(value)
        case "languages":
            return languages(value)
        case "places":
            return names(ONLY_FOR, value)
        case "size":
            return str(SIZES[value])
        case "cost":
            return cost(value)
        case "day":
            return format_date(value, "long", locale=Locale.parse(get_language() or "en", sep="-"))
        case _:
            return str(value)


BECAUSE: Mapping[str, Label] = {
    "match.named": __("named for %(criteria)s (topic: %(topics)s)"),
    "match.derived": __("fits %(criteria)s by topic (%(topics)s) and stage (%(stages)s)"),
    "match.topic": __("about what you need: %(shared)s"),
    "match.any": __("helps with any criterion and any need"),
    "match.language": __("is there in %(languages)s"),
    "match.place": __("made for %(places)s"),
    "match.size": __("made for cities with %(size)s"),
    "match.cost": __("cost: %(cost)s"),
    "match.fresh": __("its address worked on %(day)s"),
}


def criteria(codes: Iterable[str]) -> str:
    """Say criteria by their codes."""
    return listed(_("any criterion") if code == ANY else code for code in codes)
