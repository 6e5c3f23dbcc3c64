"""Permits among peers: they are asked on the place of either side."""

from waymark.base import permits
from waymark.community.rules.exchanges import TABLE

permits.register("community", TABLE)
