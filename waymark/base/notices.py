"""Messages to people about steps that they wait on: in the app, and by e-mail if they like.

A room declares its kinds in its `notices.py` and sends them from its `receivers.py`:

    notices.kind(
        "case.returned",
        subject=gettext_lazy("Please complete the case of %(city)s"),
        text=gettext_lazy("The secretariat has returned it: %(reason)s"),
        params=("city", "reason"),
    )
    notices.send("case.returned", users, {"city": place.name, "reason": "..."},
                 url=..., about=ref(case), once_key=f"case.returned:{row.uid}", at=row.at)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel import Locale
from babel import dates as babel_dates
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_tasks import task

from waymark.base import mail
from waymark.base.fields import interface_language, new_id, short_language
from waymark.base.models import Notice
from waymark.kernel import text as texts

MAX_KEY = 133  # with ":" and the person's id it fills the column
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_ANY_PERCENT = re.compile(r"%(?!\(\w+\)[sd]|%)")


class BadKind(ValueError):
    """A kind whose texts use a placeholder that it does not declare, or that exists twice."""


@dataclass(frozen=True)
class Kind:
    """A sort of message: its texts with named placeholders, and the names of their values."""

    name: str
    subject: str | Promise
    text: str | Promise
    params: frozenset[str]
    mailed: bool = True  # at once; else in the summary, while `still` says so
    attach: Callable[[Notice], mail.Attachment | None] | None = None  # to its mail
    still: Callable[[Notice], bool] | None = None


@dataclass(frozen=True)
class Message:
    """A notice in words."""

    subject: str
    text: str


kinds: dict[str, Kind] = {}


def kind(
    name: str,
    *,
    subject: str | Promise,
    text: str | Promise,
    params: Iterable[str] = (),
    mailed: bool = True,
    attach: Callable[[Notice], mail.Attachment | None] | None = None,
    still: Callable[[Notice], bool] | None = None,
) -> Kind:
    """Declare a sort of message. subject, text: lazy translations.

    attach: makes a file that goes with the mail, when that is sent. still: asked before a summary
    tells of one that was not mailed at once, whether its person may still read it.

    Raises BadKind for a placeholder that is not among `params`, and for a name that is taken.
    """
    made = Kind(name, subject, text, frozenset(params), mailed, attach, still)
    if name in kinds and kinds[name].params != made.params:
        raise BadKind(f"{name} is declared twice")
    with translation.override("en"):
        wrong = problems(made)
    if wrong:
        raise BadKind(f"{name}: {'; '.join(wrong)}")
    kinds[name] = made
    return made


def problems(checked: Kind) -> list[str]:
    """Say what is wrong with the texts of a kind in the active language."""
    found = []
    for text in (str(checked.subject), str(checked.text)):
        unknown = set(_PLACEHOLDER.findall(text)) - checked.params
        found += [f"%({name})s is no parameter" for name in sorted(unknown)]
        if _ANY_PERCENT.search(text):
            found.append(f"a stray % in “{text}”")
    return found


def send(
    name: str,
    users: Iterable[Any],
    params: Mapping[str, Any],
    *,
    url: str = "",
    about: str = "",
    once_key: str,
    at: datetime,
) -> int:
    """Give each of these people a notice, and a mail to those who want mails; return how many.

    params: texts, numbers, dates, or texts in many languages; shown in each reader's language.
    url: a path on this site. once_key (at most 133 characters) names the occasion: for the same
    one nobody gets a second notice, however often this is called.
    Raises BadKind for an unknown kind, ValueError for missing or surplus params or a foreign url.
    """
    known = kinds.get(name)
    if known is None:
        raise BadKind(f"there is no kind of notice “{name}”")
    if set(params) != known.params:
        raise ValueError(f"{name} takes {sorted(known.params)}, not {sorted(params)}")
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError(f"not a path on this site: {url}")
    if len(once_key) > MAX_KEY:
        raise ValueError(f"a key of {len(once_key)} characters: at most {MAX_KEY}")
    people = {user.pk: user for user in users if user.is_active}
    stored = {key: _stored(value) for key, value in params.items()}
    rows = [
        Notice(
            id=new_id(),
            user_id=pk,
            kind=name,
            params=stored,
            url=url,
            about=about,
            made_at=at,
            once_key=f"{once_key}:{pk}",
        )
        for pk in people
    ]
    with transaction.atomic():
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
        new = Notice.objects.filter(pk__in=[row.pk for row in rows])
        new_rows = list(new.values_list("pk", "user_id"))
        for pk, user_pk in new_rows:
            if known.mailed and people[user_pk].mail_notices:
                mail_notice.enqueue(notice_id=pk)
    return len(new_rows)


def sent(keys: Collection[str]) -> set[str]:
    """Return which of these occasions, each with `:` and the person, have had their notice."""
    found = Notice.objects.filter(once_key__in=keys)
    return set(found.values_list("once_key", flat=True))


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"$at": value.isoformat()}
    if isinstance(value, date):
        return {"$on": value.isoformat()}
    if isinstance(value, Mapping):
        return dict(value)
    return value if isinstance(value, int) else str(value)


def _shown(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    locale = Locale.parse(translation.get_language() or "en", sep="-")
    if "$on" in value:
        return babel_dates.format_date(date.fromisoformat(value["$on"]), "long", locale=locale)
    if "$at" in value:
        local = timezone.localtime(datetime.fromisoformat(value["$at"]))
        return babel_dates.format_datetime(local, "long", locale=locale)
    return texts.pick(value, short_language()).text


def message(notice: Notice) -> Message:
    """Put a notice into words in the active language.

    One whose kind is no longer part of the software keeps its link and says so.
    """
    known = kinds.get(notice.kind)
    if known is None:
        return Message(_("News"), _("This message is from another version of the software."))
    values = {key: _shown(value) for key, value in notice.params.items()}
    values |= dict.fromkeys(known.params - set(values), "–")  # from before a parameter was added
    return Message(str(known.subject) % values, str(known.text) % values)


def may_tell(notice: Notice) -> bool:
    """Whether a summary may still tell somebody of a notice that was not mailed at once."""
    known = kinds.get(notice.kind)
    return known is not None and (known.still is None or known.still(notice))


@task(max_attempts=80)  # about three days of trying
def mail_notice(notice_id: str) -> None:
    """Mail one notice in the person's language, unless that was done or she has read it by now."""
    notice = Notice.objects.select_related("user").filter(pk=notice_id).first()
    if notice is None or notice.mailed_at or notice.read_at:
        return
    user = notice.user
    if not (user.is_active and user.mail_notices):
        return
    with translation.override(interface_language(user.language) or "en"):
        said = message(notice)
        body = mail_text(user.name, said, notice.url)
    mail.send(
        to=user.email,
        subject=said.subject,
        text=body,
        message_id=f"notice-{notice.pk}",
        attachments=_files(notice),
    )
    Notice.objects.filter(pk=notice.pk, mailed_at=None).update(mailed_at=timezone.now())


def _files(notice: Notice) -> list[mail.Attachment]:
    known = kinds.get(notice.kind)
    file = known.attach(notice) if known and known.attach else None
    return [file] if file else []


def mail_text(name: str, said: Message, url: str) -> str:
    """The whole mail: greeting, text, link, and how to stop such mails."""
    base = settings.WAYMARK_BASE_URL
    parts = [_("Hello %(name)s,") % {"name": name}, said.text]
    if url:
        parts += [_("Open it here:"), f"{base}{url}"]
    stop = _("You can turn these mails off on this page:")
    return "\n\n".join([*parts, f"-- \n{stop}\n{base}/notices/"]) + "\n"
