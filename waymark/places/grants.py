"""Makes this room's permits known."""

from waymark.base import permits
from waymark.places.rules import TABLE

permits.register("places", TABLE)
