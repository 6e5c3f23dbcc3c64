"""Make the plumbing's permits known."""

from waymark.base import permits
from waymark.base.rules import TABLE

permits.register("base", TABLE)
