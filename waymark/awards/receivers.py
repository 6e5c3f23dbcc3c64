"""What the room does once an award's row is committed: sign, and keep the status list true."""

from django.utils import timezone

from waymark.awards import signing
from waymark.awards.models import Award
from waymark.base.models import Record
from waymark.base.record import receives


def _award(row: Record) -> Award:
    return Award.objects.get(pk=row.subject.partition(":")[2])


@receives("award.intended")
def sign_award(row: Record) -> None:
    """Sign what was decided; a second call finds nothing to sign."""
    award, now = _award(row), timezone.now()
    # The list first: a certificate can be checked from its first second on.
    signing.sign_list(award.status_list_id, at=now)
    signing.sign_award(award.pk, at=now)


@receives("award.revoked", "award.annulled", "award.corrected", "award.handed_on", "award.ended")
def mark_revoked(row: Record) -> None:
    """Sign the status list anew, with the bit of the award that was withdrawn set."""
    signing.sign_list(_award(row).status_list_id, at=timezone.now())
