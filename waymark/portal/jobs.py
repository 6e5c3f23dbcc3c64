"""Keeping the index of what everybody can find beside what is public."""

from waymark.base.jobs import every, task
from waymark.portal import finding


@every(300)
@task(priority=-10)
def follow_public() -> None:
    """Look every five minutes; where nothing changed, nothing is written."""
    finding.follow()
