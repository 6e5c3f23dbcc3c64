"""What the library adds to the frame, and the words of its states and refusals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from waymark.base import reasons, statuses
from waymark.base.face import Entry, address, beside, menu, open_address
from waymark.base.fields import short_language
from waymark.kernel import text as texts
from waymark.library.queries import items
from waymark.library.queries.studies import may_tell, of_award, place_by_ref
from waymark.library.rules.vocabulary import LISTS, STATISTICS

statuses.register(
    {
        "library.unchecked": statuses.Status(__("Address not checked"), "warn"),
        "library.works": statuses.Status(__("Address works"), "good"),
        "library.moved": statuses.Status(__("Address has moved"), "warn"),
        "library.gone": statuses.Status(__("Address is gone"), "bad"),
        "library.named": statuses.Status(__("Terms not confirmed"), "warn"),
        "library.ask_provider": statuses.Status(__("Ask the provider"), "warn"),
        "library.curator": statuses.Status(__("Entered by the secretariat"), "info"),
        "library.address_seen": statuses.Status(__("Not confirmed by its publisher"), "warn"),
        "library.document_seen": statuses.Status(__("Not confirmed by its publisher"), "warn"),
        "library.own_knowledge": statuses.Status(__("From memory"), "warn"),
        "library.harvested": statuses.Status(__("Not confirmed by its publisher"), "warn"),
        "library.city": statuses.Status(__("Told by the city"), "info"),
        "study.draft": statuses.Status(__("Draft")),
        "study.offered": statuses.Status(__("Waits for the secretariat"), "warn"),
        "study.public": statuses.Status(__("Public"), "good"),
        "study.taken_back": statuses.Status(__("Taken back")),
        "study.as_now": statuses.Status(__("As it is now"), "good"),
        "intake.preview": statuses.Status(__("Preview"), "info"),
        "intake.storing": statuses.Status(__("Being stored"), "info"),
        "intake.committed": statuses.Status(__("Stored"), "good"),
        "intake.discarded": statuses.Status(__("Put aside")),
        "intake.undone": statuses.Status(__("Undone")),
        "line.new": statuses.Status(__("New"), "info"),
        "line.changed": statuses.Status(__("Changes an entry"), "info"),
        "line.same": statuses.Status(__("As it is here")),
        "line.alike": statuses.Status(__("May be here already"), "warn"),
        "line.refused": statuses.Status(__("Refused"), "bad"),
        "outside.new": statuses.Status(__("New"), "info"),
        "outside.changed": statuses.Status(__("Changed at its source"), "warn"),
        "outside.gone": statuses.Status(__("Gone at its source"), "bad"),
        "visit.works": statuses.Status(__("It answers"), "good"),
        "visit.moved": statuses.Status(__("Has moved"), "warn"),
        "visit.gone": statuses.Status(__("Is gone"), "bad"),
        "visit.refused": statuses.Status(__("Lets no program in")),
        "visit.no_answer": statuses.Status(__("Does not answer"), "bad"),
        "links.show_look": statuses.Status(__("to look at")),
        "links.show_moved": statuses.Status(__("moved")),
        "links.show_failing": statuses.Status(__("failing")),
        "links.show_refused": statuses.Status(__("closed to programs")),
        "links.show_works": statuses.Status(__("answering")),
        "source.on": statuses.Status(__("Is harvested"), "good"),
        "source.off": statuses.Status(__("Off")),
        "library.hidden": statuses.Status(__("Hidden")),
        "library.private": statuses.Status(__("Not for everybody"), "info"),
        "library.add": statuses.Status(__("Added")),
        "library.edit": statuses.Status(__("Changed")),
        "library.hide": statuses.Status(__("Hidden")),
        "library.show": statuses.Status(__("Shown again")),
        "library.share": statuses.Status(__("Readers changed")),
        "library.check": statuses.Status(__("Address checked"), "info"),
    }
)
reasons.register(
    {
        "library.text_needed": __("Fill this in."),
        "library.too_long": __("Use at most %(most)s characters."),
        "library.no_address": __("This is no address of the web; it begins with https://."),
        "library.kind_needed": __("Choose at least one kind."),
        "library.readers_needed": __("Choose at least one group, or show it to everybody."),
        "library.unknown": __("“%(value)s” is not known here."),
        "library.overtaken": __(
            "Somebody has changed this entry since you opened the page. Your words are kept below; "
            "look at the entry again before you save them."
        ),
        "study.too_many_series": __("Choose at most %(most)s series."),
        "study.parts_missing": __("Parts are still empty. Fill them in, then consent."),
        "outside.not_xml": __("The answer is no well-formed XML (line %(line)s)."),
        "outside.too_deep": __("The answer is nested too deep or has too many parts."),
        "outside.doctype": __("The answer has a DOCTYPE, which we do not read."),
        "outside.not_oai": __("The answer is none of OAI-PMH: check the address and the kind."),
        "outside.no_feed": __("The answer is no RSS and no Atom: check the address and the kind."),
        "outside.oai_error": __("The source refused: %(code)s %(said)s"),
        "outside.endless": __("There is no end to it: only the first %(most)s records were read."),
        "outside.off": __("This catalogue is off. Turn it on before it is harvested."),
        "outside.being_read": __("It is being read. Come back in some minutes."),
        "outside.too_soon": __("It was read just now. Ask again in ten minutes."),
        "outside.asked_to_wait": __("The catalogue asked us to come back later."),
        "outside.days": __("Choose from 1 to 365 days."),
        "outside.address_needed": __(
            "Give the address of a feed or of an OAI-PMH interface, and which of them it is, "
            "before you turn it on."
        ),
        "outside.decided": __("Somebody has decided on this already."),
        "outside.is_a_study": __("That is a city’s case study, which is the city’s to write."),
        "outside.no_entry": __("No entry has this code."),
        "intake.wrong_type": __("This is no table: save it as CSV or XLSX."),
        "intake.column_twice": __("The column “%(name)s” stands there twice: delete one."),
        "intake.column_unknown": __("No column is called “%(name)s”: rename or delete it."),
        "intake.which_language": __(
            "Say in which language: call the column %(name)s_en, for instance. The table for "
            "readers has one language alone; take the table of entries instead."
        ),
        "intake.no_title": __("There is no column code and none with a title, such as title_en."),
        "intake.no_such_code": __(
            "No entry has this code. Leave it empty for a new entry; it gets one."
        ),
        "intake.code_twice": __("Row %(row)s has this code already: keep one of them."),
        "intake.unknown": __(
            "“%(value)s” is not known: write it as the table of entries does, such as %(such)s."
        ),
        "intake.choose": __("“%(value)s” is not known: write one of %(known)s."),
        "intake.no_language": __("“%(value)s” is no code of a language, such as en or fr."),
        "intake.unreadable": __("Nothing of it can be read yet: mend the table first."),
        "intake.has_refused": __("%(count)s rows are refused: say that they are left out."),
        "intake.nothing": __("There is nothing to store: all of it is here already."),
        "intake.stands_on": __(
            "%(count)s entries were changed since (%(names)s), so it can’t be undone as a whole. "
            "Mend them one by one."
        ),
        "visit.robots": __("%(host)s asks programs not to read this address (robots.txt)."),
        "visit.later": __("The server asked us to come back later."),
        "visit.status": __("The server answered with status %(status)s."),
        "visit.too_many_hops": __("The address leads on more than %(most)s times."),
        "visit.no_answer": __("%(host)s did not answer."),
        "visit.not_public": __("%(host)s is not on the public internet, so it is not read."),
        "visit.too_large": __("The answer is larger than %(most)s MB."),
        "visit.too_slow": __("The answer took longer than %(most)s seconds."),
        "visit.no_address": __("This is no address that we read."),
        "links.none_due": __("No address is due: all were followed lately."),
        "library.nothing_to_check": __("There is no address to check."),
    }
)


@menu
def library(request: HttpRequest) -> Iterable[Entry]:
    """The library in the header."""
    yield Entry(_("Library"), address("library"), order=35, public=True)


@menu
def studies(request: HttpRequest) -> Iterable[Entry]:
    """The desk of case studies for curators; a notice says that one waits, no page counts them."""
    if items.may_curate(request.user):
        yield Entry(_("Case studies"), address("library_studies_desk"), order=61, work=False)


@beside("award")
def told_of(request: HttpRequest, award: Any) -> Iterable[Entry]:
    """The case studies of a certificate, and for its city the way to write one."""
    for one in of_award(request.user, award.number):
        title = texts.pick(one.title, short_language(), original=one.original).text
        said = _("Case study: %(title)s") % {"title": title}
        yield Entry(said, address("library_item", one.code), order=30)
    if request.user.is_authenticated:
        place = place_by_ref(award.subject)
        if place is not None and may_tell(request.user, place):
            to = address("library_studies", place.slug)
            yield Entry(_("Case studies of your city"), to, order=31)


MOST_BESIDE = 6
"""Entries that are named beside a list; the last link leads to all of them."""


@beside("indicators.list")
def statistics(request: HttpRequest, framework: Any) -> Iterable[Entry]:
    """What helps with a list of indicators; with "" some entries on statistics are named.

    A page of one list or indicator gets a link alone, which asks the database nothing.
    """
    topic = LISTS.get(framework, "data")
    yield Entry(_("All of it in the library"), f"{address('library')}?topic={topic}", order=99)
    if framework:
        return
    to, language = open_address("library_item"), short_language()
    rows = items.shown(request.user, items.Wanted(topic=topic))
    found = [row for row in rows if set(row.kinds) & STATISTICS]
    for order, row in enumerate(found[:MOST_BESIDE]):
        title, publisher = (texts.pick(one, language).text for one in (row.title, row.publisher))
        yield Entry(f"{title} · {publisher}" if publisher else title, to(row.code), order=order)
