"""Roles on coachings: any account asks; the two of them act on what they have."""

from waymark.base import permits
from waymark.learning.rules.coaching import TABLE

permits.register("learning", TABLE)
