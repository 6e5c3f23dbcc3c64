"""Case studies: a city's pages to write, preview and consent, and the curators' to check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import reasons
from waymark.base.fields import listed
from waymark.kernel.flow import Refused
from waymark.library import actions, figures, wording
from waymark.library.forms.curating import LANGUAGES, put_on
from waymark.library.forms.studies import NoteForm, StudyForm
from waymark.library.queries import studies as reads
from waymark.library.shown import story_of
from waymark.library.views.curating import curators_page
from waymark.people.queries import workspace

if TYPE_CHECKING:
    from waymark.library.models import Study, StudyTextVersion
    from waymark.places.models import Place


def _place(request: HttpRequest, slug: str) -> Place:
    found = workspace(request.user, slug)
    if found is None:
        raise Http404
    return found.place


def study_here(request: HttpRequest, slug: str, pk: str) -> Study:
    """The study of an address, for those who see its draft. Raises Http404."""
    found = reads.study(request.user, pk)
    if found is None or found.place.slug != slug:
        raise Http404
    return found


@require_safe
@login_required
def studies(request: HttpRequest, slug: str) -> HttpResponse:
    """A city's case studies, with their states."""
    place = _place(request, slug)
    context = {
        "place": place,
        "rows": [reads.inside(request.user, row) for row in reads.of_place(request.user, place)],
        "may_tell": reads.may_tell(request.user, place),
    }
    return render(request, "library/studies.html", context)


@require_safe
@curators_page
def desk(request: HttpRequest) -> HttpResponse:
    """What cities have consented to and no curator has read yet."""
    rows = [reads.inside(request.user, row) for row in reads.at_desk(request.user)]
    return render(request, "library/studies_desk.html", {"rows": rows})


def _form(request: HttpRequest, place: Place, **more: Any) -> StudyForm:
    known = figures.sources()
    return StudyForm(
        request.POST or None,
        award=known.awards(request.user, place),
        series=known.series(request.user, place),
        **more,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a case study."""
    place = _place(request, slug)
    if not reads.may_tell(request.user, place):
        raise Http404
    form = _form(request, place, fresh=True, initial={"language": request.LANGUAGE_CODE[:2]})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start_study(
                place=place,
                language=form.cleaned_data["language"],
                parts=form.parts(),
                about=form.about(),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(
                request, _("Saved as a draft, which your city and the secretariat see.")
            )
            return redirect("library_study", slug, made.pk)
    context = {"form": form, "place": place}
    return render(request, "library/study_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, slug: str, pk: str) -> HttpResponse:
    """Write a case study in one language."""
    row = study_here(request, slug, pk)
    inside = reads.inside(request.user, row)
    if not inside.may_write:
        raise Http404
    language = request.GET.get("language", "")
    language = language if language in dict(LANGUAGES) else row.original
    original = language == row.original
    earlier = reads.text_version(request.user, row, language, request.GET.get("revision", ""))
    told = _told(inside, language, earlier)
    form = _form(request, row.place, original=original, initial=told)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_study(
                study=row,
                language=language,
                parts=form.parts(),
                about=form.about() if original else None,
                seen=form.cleaned_data["seen"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("library_study", slug, pk)
    context = {
        "form": form,
        "place": row.place,
        "study": row,
        "inside": inside,
        "language": language,
        "languages": LANGUAGES,
        "beside": None if original else parts_of(inside.versions[row.original].parts),
        "stale": language in inside.stale,
        "earlier": earlier,
    }
    return render(request, "library/study_edit.html", context, status=422 if form.errors else 200)


def _told(inside: reads.Inside, language: str, earlier: StudyTextVersion | None) -> dict[str, Any]:
    """What a form begins with: what stands in a language, or what stood there once."""
    row, held = inside.row, earlier or inside.versions.get(language)
    told: dict[str, Any] = {"seen": row.version, **(held.parts if held else {})}
    if language == row.original:
        told |= asdict(inside.about) | {"criteria": " ".join(inside.about.criteria)}
    return told


def parts_of(parts: dict[str, str] | Any) -> list[tuple[Any, str]]:
    """The parts of a text that say something, each with its name."""
    return [(label, parts[name]) for name, label in wording.PARTS.items() if parts.get(name)]


@require_safe
@login_required
def study(request: HttpRequest, slug: str, pk: str) -> HttpResponse:
    """A case study as it would be read, and what can be done with it now."""
    return _draw(request, study_here(request, slug, pk), NoteForm())


def _draw(request: HttpRequest, row: Study, note: NoteForm, status: int = 200) -> HttpResponse:
    inside = reads.inside(request.user, row)
    language = request.GET.get("language", "")
    language = language if language in inside.versions else row.original
    shown = inside.versions[language]
    context = {
        "study": row,
        "place": row.place,
        "inside": inside,
        "language": language,
        "versions": [(code, name) for code, name in LANGUAGES if code in inside.versions],
        "story": story_of(shown.parts, language, language in inside.stale),
        "figures": figures.sources().drawn(request.user, row.place, row.series),
        "lacking": listed(str(wording.PARTS[name]) for name in inside.lacking),
        "criteria": listed(row.criteria),
        "note_form": note,
    }
    return render(request, "library/study_inside.html", context, status=status)


Act = Callable[[HttpRequest, "Study"], str]


def _acting(act: Act) -> Callable[..., HttpResponse]:
    """A door that does one thing with a study and says so, or says why not."""

    @require_POST
    @login_required
    def view(request: HttpRequest, slug: str, pk: str) -> HttpResponse:
        row = study_here(request, slug, pk)
        try:
            messages.success(request, act(request, row))
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reasons.sentence(reason))
        return redirect("library_study", slug, pk)

    return view


def _seen(request: HttpRequest) -> int:
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0


def _consent(request: HttpRequest, row: Study) -> str:
    actions.consent_to_study(study=row, seen=_seen(request), by=request.user, at=timezone.now())
    return _("Thank you. The secretariat reads it before everybody can.")


def _publish(request: HttpRequest, row: Study) -> str:
    actions.publish_study(study=row, seen=_seen(request), by=request.user, at=timezone.now())
    return _("It stands in the library now.")


def _take_back(request: HttpRequest, row: Study) -> str:
    actions.take_back_study(study=row, by=request.user, at=timezone.now())
    return _("Taken back. Its page says so, and shows nothing of it.")


consent, publish, take_back = _acting(_consent), _acting(_publish), _acting(_take_back)


@require_POST
@login_required
def give_back(request: HttpRequest, slug: str, pk: str) -> HttpResponse:
    """Give a case study back to its city with a reason."""
    row, form = study_here(request, slug, pk), NoteForm(request.POST)
    if form.is_valid():
        try:
            actions.return_study(
                study=row, note=form.cleaned_data["note"], by=request.user, at=timezone.now()
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Given back. Its editors are told."))
            return redirect("library_study", slug, pk)
    return _draw(request, row, form, status=422)
