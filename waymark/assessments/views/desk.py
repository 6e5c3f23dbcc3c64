"""The secretariat's inbox and the page of a case on its desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from babel import Locale
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe

from waymark.assessments.forms.desk import FilterForm
from waymark.assessments.queries import desk as queries
from waymark.assessments.queries import desk_case as one
from waymark.assessments.queries.desk import Filters
from waymark.assessments.queries.desk_elsewhere import elsewhere
from waymark.assessments.queries.holding import standing_of
from waymark.assessments.queries.life.doubts import handed_doubt
from waymark.assessments.queries.report import summary_of
from waymark.assessments.queries.revised import revised_in
from waymark.assessments.rules.desk import Waits
from waymark.assessments.views.words import timeline
from waymark.base import statuses
from waymark.base.face import address, links_beside

WAITS = {
    Waits.ADMIT: gettext_lazy("To admit"),
    Waits.ASSIGN: gettext_lazy("To assign"),
    Waits.LATE: gettext_lazy("Reviews overdue"),
    Waits.THIRD: gettext_lazy("Third reviewer"),
    Waits.REPORT: gettext_lazy("To report"),
    Waits.SCHEDULE: gettext_lazy("To schedule"),
    Waits.PUBLISH: gettext_lazy("To publish"),
    Waits.OTHERS: gettext_lazy("With others"),
}


def language_name(code: str) -> str:
    """Return what a language is called in the reader's."""
    names = Locale.parse(get_language() or "en", sep="-").languages
    return str(names.get(code, code))


def _filters(request: HttpRequest) -> Filters:
    """What the address asks for; a value that does not occur simply finds nothing."""
    get = request.GET.get
    waits = get("waits", "")
    return Filters(
        waits=waits if waits in set(Waits) else "",
        state=get("state", "")[:20],
        mechanism=get("mechanism", "")[:40],
        country=get("country", "")[:2],
        language=get("language", "")[:5],
        words=get("q", "")[:100].strip(),
        order=get("order", ""),
    )


def _number(request: HttpRequest) -> int:
    given = request.GET.get("page", "")
    return int(given) if given.isdecimal() and len(given) < 7 else 1


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Cases by what waits on the desk."""
    now = timezone.now()
    if not queries.has_desk(request.user, now):
        raise Http404
    filters = _filters(request)
    found = queries.inbox(request.user, filters, _number(request), now)
    choices: dict[str, Any] = dict(found.choices)
    choices["state"] = [(value, statuses.find(value).label) for value, _ in choices["state"]]
    choices["language"] = [(value, language_name(value)) for value, _ in choices["language"]]
    form = FilterForm(request.GET, choices=choices)
    form.is_valid()
    form.use_required_attribute = False
    context = {
        "inbox": found,
        "form": form,
        "filters": filters,
        "tabs": _tabs(request, found, filters),
        "beside": links_beside("desk", request, None),
    }
    return render(request, "assessments/desk/inbox.html", context)


def _tabs(request: HttpRequest, found: queries.Inbox, filters: Filters) -> list[dict[str, Any]]:
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("waits", None)
    tabs = [
        {
            "label": gettext_lazy("All"),
            "url": f"?{query.urlencode()}",
            "count": found.total,
            "current": not filters.waits,
        }
    ]
    for wait, label in WAITS.items():
        query["waits"] = wait.value
        tabs.append(
            {
                "label": label,
                "url": f"?{query.urlencode()}",
                "count": found.counts[wait],
                "current": filters.waits == wait,
            }
        )
    return tabs


View = Callable[..., HttpResponse]


def on_the_desk(view: View) -> View:
    """Open a view to those who have the case on their desk; it gets the case.

    Whoever knows the case from elsewhere is led to her own page of it when she only looks.
    """

    @login_required
    @wraps(view)
    def entered(request: HttpRequest, case: str, **more: Any) -> HttpResponse:
        now = timezone.now()
        found = one.find(request.user, case, now)
        if found is not None:
            return view(request, found, **more)
        own = elsewhere(request.user, case, now) if request.method in {"GET", "HEAD"} else ""
        if not own:
            raise Http404
        return redirect(own)

    return entered


def told(request: HttpRequest, case: Any) -> one.DeskCase:
    """Return what the desk shows of a case."""
    return one.desk_case(request.user, case, timezone.now())


@require_safe
@on_the_desk
def case(request: HttpRequest, case: Any) -> HttpResponse:
    """All that the desk needs for the next step of a case."""
    found = told(request, case)
    context = {
        "told": found,
        "case": case,
        "place": case.place,
        "events": timeline(found.events),
        "held": standing_of(case),
        "revised": revised_in(found.submissions[-1] if found.submissions else None, case),
        "splits": one.splits(request.user, found) if found.waits == Waits.REPORT else (),
        "summary": summary_of(found.report, found.reported_under) if found.report else None,
        "language": language_name(case.language),
        "doubt": handed_doubt(request.user, case, timezone.now()),
        "meetings_url": address("assessments:meetings"),
        "answers": links_beside("intake", request, case) if case.intake_id else (),
    }
    return render(request, "assessments/desk/case.html", context)
