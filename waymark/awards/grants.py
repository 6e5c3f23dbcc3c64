"""Makes known which roles allow which acts on awards; rooms above say who holds them."""

from waymark.awards.rules.lifecycle import TABLE
from waymark.base import permits

permits.register("awards", TABLE)
