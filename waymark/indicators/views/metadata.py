"""A city's metadata of an indicator: read, edit, fill from a file, what it said before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import reasons
from waymark.base.fields import short_language
from waymark.base.files.handlers import refused_upload
from waymark.base.files.messages import explain
from waymark.indicators import metadata_file, takeaway
from waymark.indicators.actions.metadata import edit_metadata
from waymark.indicators.forms.metadata import MOST_BYTES, MetadataFileForm, MetadataForm
from waymark.indicators.metadata_words import label_of, name_of
from waymark.indicators.queries import metadata as reads
from waymark.indicators.queries.place import Here, frameworks, indicator
from waymark.indicators.rules.concepts import (
    CONCEPTS,
    LANGUAGE,
    MAIN,
    ORDER,
    SECTIONS,
    Texts,
    place_of,
    wrong,
)
from waymark.indicators.rules.metadata_files import languages_of
from waymark.indicators.views.common import (
    city_page,
    download,
    editors_page,
    found,
    page,
    upload_status,
)
from waymark.kernel import text as texts
from waymark.kernel.flow import Refused

PER_PAGE = 40
NO_CONCEPTS = {"seen", "csrfmiddlewaretoken"}
"""What a form sends beside its texts: fields of a file's own come as any other names."""


def _language(asked: str | None) -> str:
    """The language asked for, if it can be one; else that of the interface."""
    return asked if asked and len(asked) <= 20 and LANGUAGE.fullmatch(asked) else short_language()


def _languages(held: Texts, language: str) -> list[tuple[str, str, bool]]:
    """Code, name and whether it is at hand: those of the UN, and those that have a text."""
    names = {one.code: one.autonym for one in texts.LANGUAGES}
    codes = [*names, *sorted({*languages_of(held), language} - names.keys())]
    return [(code, names.get(code, code), code == language) for code in codes]


def _shown(concept: str, held: Texts, language: str) -> dict[str, Any] | None:
    """A concept with its text in the language, or else in another one that has it."""
    told = {spoken: text for (one, spoken), text in held.items() if one == concept}
    if not told:
        return None
    alone = any(section.concepts == (concept,) for section in SECTIONS)
    return {"label": "" if alone else label_of(concept), "told": texts.pick(told, language)}


def _parts(held: Texts, language: str) -> list[dict[str, Any]]:
    """Every section with what is filled of it, and the names of what is not."""
    parts = []
    for section in SECTIONS:
        names = tuple(dict.fromkeys((section.id, *section.concepts)))
        shown = [(name, _shown(name, held, language)) for name in names]
        parts.append(
            {
                "section": section,
                "name": name_of(section.id),
                "texts": [one for _name, one in shown if one],
                "lacking": [name_of(name) for name, one in shown if not one and name not in MAIN],
            }
        )
    own = sorted({concept for concept, _spoken in held} - ORDER.keys(), key=place_of)
    if own:
        told = [one for name in own if (one := _shown(name, held, language))]
        parts.append({"section": None, "name": _("Further fields"), "texts": told, "lacking": []})
    return parts


@require_safe
@city_page
def read(request: HttpRequest, at: Here, framework: str, code: str) -> HttpResponse:
    """What the city says of an indicator, section by section."""
    row = found(indicator(at, framework, code))
    held, language = reads.told(at, row), _language(request.GET.get("language"))
    context = {
        "indicator": row,
        "held": held,
        "most": len(CONCEPTS),
        "language": language,
        "languages": _languages(held.texts, language),
        "parts": _parts(held.texts, language),
    }
    return page(request, at, "metadata", context)


@require_http_methods(["GET", "HEAD", "POST"])
@editors_page
def edit(request: HttpRequest, at: Here, framework: str, code: str) -> HttpResponse:
    """Write what the city says of an indicator, in one language."""
    row = found(indicator(at, framework, code))
    held, language = reads.told(at, row), _language(request.GET.get("language"))
    form = _form(held, language, data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            edit_metadata(
                place=at.place,
                indicator=row,
                texts=form.told,
                seen=form.cleaned_data["seen"] or 0,
                by=at.viewer,
                at=timezone.now(),
            )
        except Refused as refused:
            held = reads.told(at, row)
            began = reads.said_then(at.place, row, form.cleaned_data["seen"] or 0)
            _refuse(form, refused, held, began)
        else:
            messages.success(request, _("Saved. Earlier texts stay in the history."))
            address = reverse("indicators:metadata", args=[at.place.slug, framework, code])
            return redirect(f"{address}?language={language}")
    return _draw(request, at, row, held, form)


def _form(
    held: reads.Said, language: str, data: Any = None, filled: Texts | None = None
) -> MetadataForm:
    """The form as it stands, or with the texts of a file in it."""
    concepts = {concept for concept, _spoken in (*held.texts, *(filled or {}))}
    concepts |= {name for name in data or () if not wrong((name, language), "")} - NO_CONCEPTS
    initial: dict[str, str | int] = {
        name: held.texts.get((name, language), "") for name in concepts
    }
    initial |= {concept: text for (concept, _spoken), text in (filled or {}).items()}
    initial["seen"] = held.seen
    return MetadataForm(
        data,
        initial=initial,
        language=language,
        more=sorted(concepts - ORDER.keys()),
        whole=concepts & set(MAIN),
    )


def _refuse(form: MetadataForm, refused: Refused, held: reads.Said, began: Texts) -> None:
    """Show each reason at its field. What was typed stays, and stored again it stands.

    A field that the person left alone shows what others have made of it meanwhile.
    """
    data = {name: str(form.data.get(name, "")) for name in form.fields}
    told = dict(form.told)
    for reason in refused.reasons:
        concept = str(reason.params.get("concept", ""))
        form.add_error(concept if concept in form.fields else None, reasons.sentence(reason))
    for (concept, language), text in told.items():
        if text.replace("\r\n", "\n") == began.get((concept, language), ""):
            data[concept] = held.texts.get((concept, language), "")
    form.data = {**data, "seen": str(held.seen)}


def _draw(
    request: HttpRequest,
    at: Here,
    row: Any,
    held: reads.Said,
    form: MetadataForm,
    **more: Any,
) -> HttpResponse:
    file_form = more.pop("file_form", None) or MetadataFileForm()
    status = more.pop("status", 400 if form.errors else 200)
    context = {
        "indicator": row,
        "form": form,
        "file_form": file_form,
        "language": form.language,
        "languages": _languages(held.texts, form.language),
        **more,
    }
    return page(request, at, "metadata_edit", context, status)


@require_POST
@editors_page
def fill(request: HttpRequest, at: Here, framework: str, code: str) -> HttpResponse:
    """Fill the form from a file. Nothing is stored: the person looks it over and stores it."""
    row = found(indicator(at, framework, code))
    held, language = reads.told(at, row), _language(request.GET.get("language"))
    form = MetadataFileForm(request.POST, request.FILES)
    refused = refused_upload(request)
    if refused is not None:
        form.errors.pop("file", None)
        form.add_error("file", str(explain(refused)))
        status = upload_status(refused)
        return _draw(request, at, row, held, _form(held, language), file_form=form, status=status)
    if form.is_valid() and form.cleaned_data["file"].size > MOST_BYTES:
        form.add_error("file", _("This file is too large: 2 MB is the most."))
    if not form.is_valid():
        return _draw(request, at, row, held, _form(held, language), file_form=form, status=400)
    file = form.cleaned_data["file"]
    try:
        told = metadata_file.read_file(file.read(), file.name, language)
    except Refused as error:
        for reason in error.reasons:
            form.add_error("file", reasons.sentence(reason))
        return _draw(request, at, row, held, _form(held, language), file_form=form, status=400)
    filled, problems = metadata_file.for_one(told, row, language)
    new = {key[0] for key, text in filled.items() if text != held.texts.get(key, "")}
    return _draw(
        request,
        at,
        row,
        held,
        _form(held, language, filled=filled),
        read=file.name,
        differs=[name_of(concept) for concept in sorted(new, key=place_of)],
        remarks=metadata_file.sentences(problems),
    )


@require_safe
@city_page
def history(request: HttpRequest, at: Here, framework: str, code: str) -> HttpResponse:
    """Every text ever stored, with who wrote it and until when it held."""
    row = found(indicator(at, framework, code))
    paged = Paginator(reads.past(at, row), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, name_of(one.concept)) for one in paged.object_list]
    context = {"indicator": row, "page": paged, "rows": rows}
    return page(request, at, "metadata_history", context)


@require_safe
@city_page
def overview(request: HttpRequest, at: Here) -> HttpResponse:
    """How far each chosen indicator of a list is described."""
    offered = [(row.code, str(row)) for row in frameworks(at.viewer)]
    found(offered or None)
    codes = [code for code, _name in offered]
    asked = request.GET.get("framework", "")
    framework = asked if asked in codes else codes[0]
    paged = Paginator(reads.counts(at, framework), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "lists": offered,
        "framework": framework,
        "page": paged,
        "most": len(CONCEPTS),
    }
    return page(request, at, "metadata_list", context)


@require_safe
@city_page
def one_file(request: HttpRequest, at: Here, framework: str, code: str, kind: str) -> HttpResponse:
    """The texts of an indicator as CSV or JSON in all languages, or as YAML in one."""
    found(kind in ("csv", "json", "yml") or None)
    row = found(indicator(at, framework, code))
    language = _language(request.GET.get("language"))
    told = reads.everything_told(at, indicator=row)
    name = f"{at.place.slug}-{framework}-{code}-metadata"
    return _download(told, kind, name, language)


@require_safe
@city_page
def all_files(request: HttpRequest, at: Here, kind: str) -> HttpResponse:
    """The texts of every indicator, as CSV or JSON."""
    found(kind in ("csv", "json") or None)
    return _download(reads.everything_told(at), kind, f"{at.place.slug}-metadata", "")


def _download(told: Any, kind: str, name: str, language: str) -> HttpResponse:
    content, media_type = takeaway.metadata(told, kind, language)
    return download(content, f"{name}.{kind}", media_type)
