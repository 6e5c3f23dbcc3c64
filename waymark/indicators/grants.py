"""Makes this room's permits known. Roles on a place are told by the room of people."""

from waymark.base import permits
from waymark.indicators.rules.permits import TABLE

permits.register("indicators", TABLE)
