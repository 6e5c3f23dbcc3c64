"""Who is told of an entry in the register of trainers: the secretariat, and then the trainer."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.learning.models.trainers import Trainer
from waymark.people.queries import secretaries


@receives("trainer.applied", "trainer.accepted", "trainer.declined")
def tell_of_trainer(row: Record) -> None:
    """Nobody is told of what she did herself."""
    found = Trainer.objects.filter(pk=row.subject.partition(":")[2]).select_related("user")
    trainer = found.first()
    if trainer is None:
        return
    applied = row.verb == "trainer.applied"
    people = list(secretaries(timezone.now())) if applied else [trainer.user]
    actor = row.actor.partition(":")[2]
    notices.send(
        row.verb,
        [person for person in people if person.pk != actor],
        {},
        url=reverse("trainer", args=[trainer.pk]) if applied else reverse("trainer_own"),
        about=row.subject,
        once_key=f"{row.verb}:{row.uid}",
        at=row.at,
    )
