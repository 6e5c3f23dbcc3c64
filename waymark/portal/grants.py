"""Makes this room's permit known: who is signed in keeps searches of her own."""

from waymark.base import permits
from waymark.portal.rules import TABLE

permits.register("portal", TABLE)
