"""What two partner organisations have in common, so that they can work together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Institution:
    """A partner as its profile and its work tell of it. No country means anywhere."""

    topics: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    issues: frozenset[str] = frozenset()  # public policy issues that it is asked about or speaks on
    needs: frozenset[str] = frozenset()  # that it is asked to help with


@dataclass(frozen=True)
class Common:
    """What they share. countries: those that both name; anywhere: one of them names none."""

    topics: frozenset[str]
    countries: frozenset[str]
    anywhere: bool
    issues: frozenset[str]
    needs: frozenset[str]


def common(own: Institution, other: Institution) -> Common | None:
    """Return what two partners share, or None where that is nothing to work on together.

    Topics count where there is a country in which both work; issues and needs always do. It says
    what is shared, not how much: nobody is put before another by it.
    """
    anywhere = not (own.countries and other.countries)
    lands = (own.countries & other.countries) or own.countries or other.countries
    meet = anywhere or bool(own.countries & other.countries)
    topics = own.topics & other.topics if meet else frozenset()
    issues, needs = own.issues & other.issues, own.needs & other.needs
    if not (topics or issues or needs):
        return None
    return Common(topics, lands if meet else frozenset(), anywhere and not lands, issues, needs)
