"""All doors of the site."""

from __future__ import annotations

from tests.security import (
    doors_abroad,
    doors_city,
    doors_cooperation,
    doors_courses,
    doors_crossing,
    doors_data,
    doors_diagnosing,
    doors_fees,
    doors_files,
    doors_groups,
    doors_helping,
    doors_hubs,
    doors_joining,
    doors_learning,
    doors_library,
    doors_life,
    doors_making,
    doors_needs,
    doors_office,
    doors_open,
    doors_policy,
    doors_proposals,
    doors_public,
    doors_reviewing,
    doors_succession,
    doors_together,
    doors_watch,
)
from tests.security.doors_public import ANY_OF_ALLAUTH, OWN_OF_ALLAUTH

ROOMS = (
    doors_abroad,
    doors_open,
    doors_public,
    doors_succession,
    doors_city,
    doors_cooperation,
    doors_courses,
    doors_crossing,
    doors_data,
    doors_diagnosing,
    doors_fees,
    doors_files,
    doors_helping,
    doors_hubs,
    doors_groups,
    doors_joining,
    doors_learning,
    doors_library,
    doors_life,
    doors_making,
    doors_needs,
    doors_office,
    doors_policy,
    doors_watch,
    doors_proposals,
    doors_together,
    doors_reviewing,
)
DOORS = [door for room in ROOMS for door in room.DOORS]
ALLAUTH = sorted(ANY_OF_ALLAUTH | OWN_OF_ALLAUTH)
NAMES = {door.name for door in DOORS} | set(ALLAUTH) | doors_learning.SERVERS
