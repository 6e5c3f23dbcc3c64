"""All doors of the site."""

from __future__ import annotations

from tests.security import doors_city, doors_data, doors_files, doors_office, doors_public
from tests.security.doors_public import ANY_OF_ALLAUTH, OWN_OF_ALLAUTH

DOORS = doors_public.DOORS + doors_city.DOORS + doors_data.DOORS + doors_files.DOORS
DOORS += doors_office.DOORS
ALLAUTH = sorted(ANY_OF_ALLAUTH | OWN_OF_ALLAUTH)
NAMES = {door.name for door in DOORS} | set(ALLAUTH)
