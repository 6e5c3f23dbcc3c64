"""Associations, their members and surveys as pages show them: by name, never by merit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from waymark.community.rules.associations import Demand, MembersNeeds
from waymark.library import wording

if TYPE_CHECKING:
    from waymark.awards.models import Award
    from waymark.community.models import AssociationMember, SurveyAnswer


def _topic(tag: str) -> str:
    return wording.name(wording.TOPICS, tag)


@dataclass(frozen=True)
class Member:
    """A member with its public certificates in force."""

    row: AssociationMember
    awards: tuple[Award, ...]

    @property
    def state(self) -> str:
        """Where the membership stands, as a status."""
        return f"association.{self.row.state}"


def with_certificates(
    rows: Iterable[AssociationMember], held: Mapping[str, Sequence[Award]]
) -> list[Member]:
    """Set the certificates beside the members, whose order stays."""
    return [Member(row, tuple(held.get(row.place_id, ()))) for row in rows]


def _named(rows: Iterable[Any]) -> list[tuple[str, Any]]:
    return sorted(((_topic(one.topic), one) for one in rows), key=lambda pair: pair[0].casefold())


def needs(rows: Iterable[MembersNeeds]) -> list[tuple[str, MembersNeeds]]:
    """Return figures with the names of their topics, by name."""
    return _named(rows)


def demand(rows: Iterable[Demand]) -> list[tuple[str, Demand]]:
    """Return what a survey tells everybody, with the names of the topics, by name."""
    return _named(rows)


def asked_for(rows: Iterable[SurveyAnswer]) -> list[tuple[str, int]]:
    """Return how many cities chose each topic, by name, for the association's people."""
    counted = Counter(topic for row in rows for topic in row.topics)
    found = [(_topic(tag), count) for tag, count in counted.items()]
    return sorted(found, key=lambda pair: pair[0].casefold())


@dataclass(frozen=True)
class Answer:
    """A city's answer in words."""

    row: SurveyAnswer
    topics: str
    texts: tuple[tuple[str, str], ...]  # question, answer; without those left empty


def answer(row: SurveyAnswer, questions: Sequence[str]) -> Answer:
    """Put an answer into words."""
    pairs = zip(questions, row.texts, strict=False)
    texts = tuple((question, text) for question, text in pairs if text)
    return Answer(row, wording.names(wording.TOPICS, row.topics), texts)


def survey_state(row: Any, today: date) -> str:
    """Return how a survey stands for a city, as a status."""
    if row.closes_on < today or not row.joined:
        return "survey.over"
    return "survey.answered" if row.mine else "survey.yours"
