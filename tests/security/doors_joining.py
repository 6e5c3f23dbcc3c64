"""Doors of associations and of their members."""

from __future__ import annotations

from tests.security.doors import CITY, HOLDER, Door
from tests.security.doors_city import OPENERS, here, said
from tests.security.doors_helping import ADVISER
from tests.security.doors_needs import granted
from tests.security.doors_office import of
from tests.security.doors_public import public
from tests.security.story import Everything


def body(world: Everything) -> str:
    return world.joining.body.pk


def asked(world: Everything) -> str:
    return world.joining.asked.pk


def survey(world: Everything) -> str:
    return world.joining.survey.pk


TOLD = said(title="A guide", text="Read it.", item="")
ASKED = said(title="Demand", questions="What first?", closes_on="")
DOORS = [
    public("associations"),
    public("association", of(body)),
    Door("association_desk", ADVISER, ADVISER, of(body), said(city="Nowhere"), unready=True),
    Door("association_end", None, ADVISER, of(body, asked)),
    Door("association_tell", ADVISER, ADVISER, of(body), TOLD),
    Door("association_ask", ADVISER, ADVISER, of(body), ASKED, unready=True),
    Door("association_survey", ADVISER, None, of(survey)),
    Door("city_associations", CITY, None, here()),
    Door("city_association", None, OPENERS, here(asked), said(step="accept", named="on")),
    Door("city_survey", HOLDER, HOLDER, of(granted, survey), said(topics="water", text_1="Pumps")),
]
