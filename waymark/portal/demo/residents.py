"""What invented residents propose to an invented city, and what its editor says to them."""

from __future__ import annotations

from waymark.indicators.actions.deciding import accept_proposal, decline_proposal
from waymark.indicators.actions.proposing import propose_value
from waymark.indicators.models import Indicator, Proposal
from waymark.indicators.queries.proposals import holding
from waymark.indicators.rules.facts import Value
from waymark.people.actions import open_contributions
from waymark.people.models import Membership
from waymark.people.rules import WorkspaceRole
from waymark.portal.demo.cast import person
from waymark.portal.demo.story import Story

NAME = "Grace Atieno"
TOLD = (
    ("UMF-1.2.8", 24.0, "Tenants’ count of two streets (fictional)", "Counted from door to door"),
    ("UMF-1.1.3", 66.0, "Survey of a community group (fictional)", "Asked at the weekly market"),
    ("UMF-1.1.2", 80.5, "Survey of a community group (fictional)", "Asked at the weekly market"),
)


def let_residents_propose(story: Story) -> None:
    """A resident proposes three values: one is accepted, one declined, one waits."""
    place, editor = story.place, story.people["editor"]
    shown = f"{story.city.name['en']}: contributor"
    resident = person(NAME, shown, story.now)
    lead = story.people["lead"]
    open_contributions(place=place, opened=True, by=lead, at=story.later())
    role = WorkspaceRole.CONTRIBUTOR
    Membership.objects.create(user=resident, place=place, role=role, since=story.now)
    made: list[Proposal] = []
    area = next(iter(story.areas.values()))
    for code, number, source, method in TOLD:
        value = Value("2025", number, source=source, method=method, sample_size=64)
        row = Indicator.objects.get(framework="umf", code=code)
        made.append(
            propose_value(
                place=place,
                indicator=row,
                value=value,
                area=area,
                by=resident,
                at=story.later(),
            )
        )
    accepted, declined, _waits = made
    held = holding([accepted]).get(accepted.pk)
    accept_proposal(
        proposal=accepted, replaces=held.pk if held else None, by=editor, at=story.later(days=2)
    )
    decline_proposal(
        proposal=declined,
        reason="People at a market come from all districts. Please ask at home, in this one.",
        by=editor,
        at=story.later(),
    )
