"""The addresses that everybody has: public pages, a person's own, and the ways in."""

from __future__ import annotations

from tests.security.doors import EVERYBODY, LEAD, NOBODY, PEOPLE, Args, Door
from tests.security.doors_city import said
from tests.security.doors_office import draw, number, of, old_meeting
from tests.security.story import CRITERION, Everything
from waymark.base.models import Notice, Record

EDITOR = frozenset({"editor"})
SCHEME = "sdg-cities"


def notice(world: Everything) -> str:
    return Notice.objects.filter(user=world.people["lead"]).latest("made_at").pk


def record(world: Everything) -> str:
    return Record.objects.filter(leaf__isnull=False).earliest("id").uid


def interest(world: Everything) -> str:
    return world.interest.pk


def issuer(world: Everything) -> str:
    return world.granted.award.issuer.slug


def public(name: str, args: Args | None = None, **more: object) -> Door:
    """A page for everybody."""
    if args:
        more["args"] = args
    return Door(name, EVERYBODY, private=False, **more)  # type: ignore[arg-type]


PUBLIC = [
    public("home"),
    public("schemes"),
    public("scheme", of(SCHEME)),
    public("scheme_document", of(SCHEME)),
    public("scheme_templates", of(SCHEME)),
    public("scheme_template_xlsx", of(SCHEME, "participation")),
    public("scheme_template_csv", of(SCHEME, "participation")),
    public("criterion", of(SCHEME, CRITERION)),
    public("search"),
    public("help"),
    public("help_page", of("city")),
    public("about"),
    public("accessibility"),
    public("privacy"),
    public("design"),
    public("design_drawings"),
    public("healthz"),
    public("robots"),
    public("favicon", leads=True),
    public("registry"),
    public("assessments:draws"),
    public("assessments:decisions"),
    public("assessments:session", of(old_meeting)),
    public("assessments:draw", of(draw)),
    public("assessments:draw_announcement", of(draw)),
    public("assessments:draw_record", of(draw)),
    public(
        "assessments:draw_check",
        do=EVERYBODY,
        words=said(text="{}", figures="", key=""),
        slow=True,
    ),
    public("indicator_lists"),
    public("indicator_list", of("umf")),
    public("indicator_changes", of("umf")),
    public("verify", do=EVERYBODY, words=said(link=number, text="")),
    public("trust"),
    public("certificate", of(number)),
    public("credential", of(number)),
    public("certificate_pdf", of(number), slow=True),
    public("issuer_did", of(issuer)),
    public("issuer_status", of(issuer, 1)),
    public("base:ledger_checkpoint"),
    public("base:ledger_key"),
    public("base:ledger_proof", of(record)),
    Door("base:outbox", NOBODY, private=False),
    Door("people:act_as", None, NOBODY, words=said(person="x"), private=False),
    public("set_language", do=EVERYBODY, words=said(language="ar", next="/"), leads=True),
]
OWN = [
    Door("base:notices", PEOPLE),
    Door("base:notices_read", None, PEOPLE),
    Door("base:notices_mail", None, PEOPLE, words=said(mail="on")),
    Door("base:notice_read", None, LEAD, of(notice)),
    Door(
        "people:account",
        PEOPLE,
        PEOPLE,
        words=said(
            name="New name", language="en", time_zone="UTC", mail_notices="on", digest="daily"
        ),
    ),
    Door(
        "people:interests",
        PEOPLE,
        PEOPLE,
        words=said(
            kind="other", place="", organisation="A firm", note="Shares.", since="", until=""
        ),
    ),
    Door(
        "people:availability",
        PEOPLE,
        PEOPLE,
        words=said(most="2", away_from="2027-01-01", away_until="2027-01-31"),
    ),
    Door("people:interest_end", EDITOR, EDITOR, of(interest), said(until="2027-01-01")),
    Door("people:start", PEOPLE, leads=True),
    Door("people:workspaces", PEOPLE),
    Door(
        "people:ask",
        PEOPLE,
        PEOPLE,
        query="?country=KE&name=Newcity",
        words=said(place="new", kind="city", office="Planning", message="Hello."),
    ),
]
ANY_OF_ALLAUTH = {
    # log-in and sign-up: everybody may look; who is inside is led on
    *("account_login", "account_signup", "account_reset_password", "account_inactive"),
    *("account_email_verification_sent", "account_confirm_login_code"),
    *("account_confirm_password_reset_code", "account_complete_password_reset"),
    *("account_password_reset_completed", "account_logout"),
    *("mfa_authenticate", "mfa_login_webauthn"),
}
OWN_OF_ALLAUTH = {
    # a person's own: a stranger is asked to log in
    *("account_email", "account_change_password", "account_set_password"),
    *("account_reauthenticate", "mfa_index", "mfa_reauthenticate", "mfa_activate_totp"),
    *("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
    *("mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn"),
    *("mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn"),
}
"""The library's own addresses; its own tests and those of people say who may do what there."""

DOORS = PUBLIC + OWN
