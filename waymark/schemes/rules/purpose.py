"""What a scheme is for: what is offered for one purpose is not offered for another."""

from __future__ import annotations

from enum import StrEnum


class Purpose(StrEnum):
    """What a scheme gives to whoever meets it."""

    CERTIFICATE = "certificate"  # of a city or region, by a mechanism
    HUB = "hub"  # the label of an initiative that answers a call
