"""Signing that is due by the clock; a second run signs nothing twice."""

from django.utils import timezone

from waymark.awards import signing
from waymark.base.jobs import every, task


@every(300)
@task
def catch_up() -> None:
    """Finish what a crash cut off, and sign each status list once a day."""
    now = timezone.now()
    for award_id in signing.awards_to_sign():
        signing.sign_award(award_id, at=now)
    for list_id in signing.lists_to_sign(now):
        signing.sign_list(list_id, at=now)
