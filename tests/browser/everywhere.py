"""Every page of the site with somebody who may see it, and what each page has to keep.

The addresses are those of the security tests' table, which fails when one is missing there.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.entrance import ways_in
from tests.browsing import DESKTOP, PHONE, width_overflow
from tests.factories import log_in, make_member, make_place
from tests.security.doors import EVERYBODY
from tests.security.story import Everything
from tests.security.table import DOORS

NO_PAGES = frozenset(
    [
        # files
        *("scheme_template_xlsx", "scheme_template_csv"),
        *("scheme_document", "trust", "credential", "certificate_pdf", "issuer_did"),
        *("issuer_status", "base:ledger_checkpoint", "base:ledger_key", "base:ledger_proof"),
        *(
            "adaptation_document",
            *("crosswalk_document", "crosswalk_table", "crosswalk_template"),
            "edition_document",
            "healthz",
            "robots",
            "favicon",
            "assessments:evidence_file",
            "assessments:evidence_page",
        ),
        *("assessments:submit_document", "assessments:receipt_pdf", "assessments:receipt_json"),
        *("assessments:draw_announcement", "assessments:draw_record"),
        *("assessments:report_pdf", "assessments:report_json", "assessments:award_report_json"),
        *("assessments:meeting_calendar", "assessments:meeting_pack", "assessments:item_pack"),
        *("indicators:export_csv", "indicators:export_xlsx", "indicators:template_csv"),
        *("indicators:template_xlsx", "indicators:file", "indicators:values_csv"),
        *("indicators:proposal_file", "indicators:contribute_file"),
        *("indicators:publish_preview_csv", "opendata:all_csv", "opendata:indicator_csv"),
        *("opendata:sdmx_index", "opendata:sdmx", "opendata:api_index", "opendata:api_root"),
        *("opendata:api_document", "opendata:api_lists", "opendata:api_list_indicators"),
        *("opendata:api_indicator", "opendata:api_places", "opendata:api_place"),
        *("opendata:api_place_indicators", "opendata:api_series", "opendata:api_observations"),
        *("opendata:api_coverage", "opendata:api_nothing", "opendata:api_methods"),
        *("opendata:api_progress", "opendata:chart", "opendata:dump"),
        *(
            "opendata:country",
            "course_file",
            "hub_document",
            "hub_badge_svg",
            "hub_badge_png",
            "hubs_progress_csv",
        ),
        *("assessments:invoice_pdf", "assessments:invoice_event_pdf", "assessments:fee_table"),
        *("assessments:esg_csv", "assessments:esg_json", "assessments:diagnostic_csv"),
        *("assessments:quarterly_pdf", "assessments:quarterly_json"),
        *("indicators:metadata_all", "indicators:metadata_file", "indicators:take_file"),
        *("indicators:progress_json", "indicators:groups_json"),
        *("indicators:chart", "indicators:charts_file", "indicators:compare_file"),
        *("library_csv", "library_json", "library_atom", "library_feed", "needs_csv"),
        *("policy_csv", "policy_atom", "cooperations_csv"),
        *("library_entries_csv", "library_entries_xlsx", "library_oai"),
        *("events_feed", "event_calendar", "course_credential", "course_paper"),
        "course_document",
        "vlr_links_csv",
        *("group_event_calendar", "group_material", "lti_keys"),
        *("lti_authorize", "lti_token", "lti_scores"),  # for servers
        *("mfa_download_recovery_codes", "mfa_login_webauthn"),
        "account_confirm_login_code",  # codes instead of a password are not in use
        *("assessments:award_report", "people:start", "set_language"),  # lead to pages
        "base:outbox",  # only where mail goes to a folder
        "several_take",
    ]
)
"""Addresses that answer something else than a page."""
WHO = dict.fromkeys(
    (
        "assessments:case_assign",
        "assessments:case_due",
        "assessments:case_replace",
        "assessments:case_talk_end",
    ),
    "secretary",
)
"""Who sees the page where others are led to one of their own."""
FURTHER = frozenset(
    {"assessments:case_third", "assessments:edition", "assessments:carry", "several", "several_one"}
)
"""Pages of which the one world of all others has none; test_further opens them."""
KB = 1000
FIRST_VISIT, INSIDE = 30 * KB, 60 * KB


@dataclass(frozen=True)
class Visit:
    """One page, opened in one session ("" for a stranger's)."""

    name: str
    path: str
    session: str = ""
    public: bool = False


def visits(world: Everything, language: str) -> list[Visit]:
    """Every page once; another one of those who may see it in each language."""
    choose = min if language == "en" else max
    found = [Visit("nowhere", "/there/is/nothing/here/", public=True), _newcomer()]
    for door in DOORS:
        if not door.see or door.name in NO_PAGES or (door.leads and door.name not in WHO):
            continue
        public = door.see == EVERYBODY
        who = "anonymous" if public else WHO.get(door.name) or choose(door.see)
        found.append(Visit(door.name, door.path(world), world.sessions.get(who, ""), public))
    found += [Visit(name, path, session, not session) for name, path, session in ways_in()]
    return sorted(found, key=lambda visit: visit.session)


def _newcomer() -> Visit:
    """The page on which a city opens its first case."""
    place = make_place()
    session = log_in(Client(), make_member(place, "lead")).cookies[settings.SESSION_COOKIE_NAME]
    return Visit("assessments:open", reverse("assessments:open", args=[place.slug]), session.value)


def go_as(page: Page, url: str, session: str, language: str) -> None:
    """Take over a session and a language."""
    cookies = {settings.LANGUAGE_COOKIE_NAME: language, settings.SESSION_COOKIE_NAME: session}
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": name, "value": value, "url": url} for name, value in cookies.items() if value]
    )


@cache
def _packed(address: str) -> int:
    """Bytes of a file of the site when it travels, and of the files that it asks for."""
    found = finders.find(address.partition("/static/")[2].partition("?")[0])
    assert isinstance(found, str), f"no such file: {address}"
    content = Path(found).read_bytes()
    more = re.findall(r"url\(['\"]?(/static/[^'\")]+)", content.decode(errors="ignore"))
    return len(gzip.compress(content, 6)) + sum(_packed(each) for each in more)


def weight(html: str) -> int:
    """Bytes that a first visit takes: the page with its styles, scripts and sign, compressed."""
    links = re.findall(r"<(?:link|script)\b[^>]*?(?:href|src)=\"?(/static/[^\"> ]+)", html)
    return len(gzip.compress(html.encode(), 6)) + sum(_packed(each) for each in set(links))


def _frame_faults(page: Page, language: str) -> Iterator[str]:
    """Faults of what stands around every page."""
    root = page.locator("html")
    direction = "rtl" if language == "ar" else "ltr"
    said = (root.get_attribute("lang"), root.get_attribute("dir"))
    if said != (language, direction):
        yield f"says that it is in {said}"
    if (count := page.locator("h1").count()) != 1:
        yield f"{count} main headings"


def faults(page: Page, visit: Visit, language: str, axe: Callable[[Page], list[str]]) -> list[str]:
    """What is wrong with the page that is open, at both widths, by day and by night.

    A language's desk is in the light where the other one's is in the dark: all four are looked at.
    """
    spoken = "en" if "/embed/" in page.url else language  # its address says in which language
    found = list(_frame_faults(page, spoken))
    limit = FIRST_VISIT if visit.public else INSIDE
    if (heavy := weight(page.content())) > limit:
        found.append(f"weighs {heavy} bytes, and {limit} are the limit")
    schemes = ("light", "dark") if language == "en" else ("dark", "light")
    for (width, height), scheme in zip((DESKTOP, PHONE), schemes, strict=True):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"at {width} px, {scheme}: {barrier}" for barrier in axe(page)]
        if (over := width_overflow(page)) > 0:
            found.append(f"{over} px wider than {width} px")
    return found
