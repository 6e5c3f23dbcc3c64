"""What a case study said before: read by those who see its draft, and taken back into the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waymark.base.fields import listed
from waymark.library import wording
from waymark.library.forms.curating import LANGUAGES
from waymark.library.queries import studies as reads
from waymark.library.views.studies import parts_of, study_here

if TYPE_CHECKING:
    from waymark.library.models import StudyTextVersion

PER_PAGE = 20


@require_safe
@login_required
def history(request: HttpRequest, slug: str, pk: str) -> HttpResponse:
    """All that was written, by language, with what changed each time."""
    row = study_here(request, slug, pk)
    inside = reads.inside(request.user, row)
    language = request.GET.get("language", "")
    language = language if language in inside.versions else row.original
    found = reads.text_versions(request.user, row).filter(language=language)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    before = dict(
        found.filter(revision__in=[one.revision - 1 for one in rows]).values_list(
            "revision", "parts"
        )
    )
    context = {
        "study": row,
        "place": row.place,
        "inside": inside,
        "language": language,
        "versions": [(code, name) for code, name in LANGUAGES if code in inside.versions],
        "page": page,
        "rows": [_shown(one, before.get(one.revision - 1)) for one in rows],
        "now": inside.versions[language].revision,
    }
    return render(request, "library/study_history.html", context)


def _shown(one: StudyTextVersion, before: dict[str, str] | None) -> dict[str, Any]:
    changed = [
        str(label)
        for name, label in wording.PARTS.items()
        if before is not None and before.get(name, "") != one.parts.get(name, "")
    ]
    return {
        "one": one,
        "changed": listed(changed),
        "first": before is None,
        "parts": parts_of(one.parts),
    }
