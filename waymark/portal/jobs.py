"""What the portal does by the clock: the index follows, and people hear what is new."""

from django.utils import timezone

from waymark.base.jobs import apart, every, task
from waymark.portal import news
from waymark.portal.finding import follow_public
from waymark.portal.queries import saved

__all__ = ["follow_public", "tell_of_searches"]


@every(3600)
@task(priority=-10)
def tell_of_searches() -> None:
    """Tell people what is new for searches that they keep; one that fails holds up no other."""
    now = timezone.now()
    news.forget_deleted(at=now)
    with apart() as run:
        for search in saved.due(now):
            run(news.tell_news, search=search, at=now)
