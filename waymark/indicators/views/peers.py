"""Anonymous values of other places, for a city that asks for them; nothing is shown before."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from waymark.indicators import peers_shown
from waymark.indicators.forms.progress import PeersForm
from waymark.indicators.queries import series as reads
from waymark.indicators.queries.peers import peers_of
from waymark.indicators.queries.place import Here, indicator
from waymark.indicators.queries.progress import inputs_of
from waymark.indicators.views.common import city_page, found, page


@require_safe
@city_page
def peers(request: HttpRequest, at: Here, framework: str, code: str) -> HttpResponse:
    """One value of the city beside anonymous ones, if the person asks for it."""
    row = found(indicator(at, framework, code))
    form = PeersForm(request.GET or None)
    asked = form.is_valid() and form.cleaned_data["by"] in ("region", "size")
    context = {"indicator": row, "form": form}
    if asked:
        held = reads.detail(at, row)
        said = peers_of(at, held, form.cleaned_data["by"])
        line = said.line
        inputs = inputs_of(row, line.unit, tuple(line.points), line.goal) if line else None
        numbers = ("worst", "best", "green", "red")
        scale = peers_shown.Scale(**{name: form.cleaned_data[name] for name in numbers})
        others = peers_shown.shown(said, inputs, scale)
        context |= {"others": others, "as_of": said.as_of}
    return page(request, at, "peers", context, 400 if form.errors else 200)
