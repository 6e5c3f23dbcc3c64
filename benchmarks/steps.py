"""One step over one place in a process of its own: `python -m benchmarks.steps USER PLACE STEP`."""

from __future__ import annotations

import shutil
import sys
import tempfile

from waymark.site.cli import set_up_django


def main(viewer: str, slug: str, step: str) -> None:
    """Check all values, judge all indicators of the global list and the own ones, or export."""
    set_up_django()
    from django.utils import timezone

    from waymark.indicators import takeaway
    from waymark.indicators.queries.place import here
    from waymark.indicators.queries.quality import check
    from waymark.indicators.queries.summary import progress_of_list
    from waymark.indicators.queries.taking import Chosen
    from waymark.indicators.rules.judging import DEFAULT
    from waymark.people.models import User

    person = User.objects.get(pk=viewer)
    found = here(person, slug, boundaries=step not in ("check", "progress"))
    assert found is not None, slug
    if step == "check":
        check(person, found.place, timezone.now().date())
    elif step == "progress":
        for framework in ("sdg", "local"):
            progress_of_list(found, framework, DEFAULT)
    else:
        with (
            takeaway.made(found, step, Chosen(), timezone.now()) as made,
            tempfile.TemporaryFile() as file,
        ):
            shutil.copyfileobj(made, file)


if __name__ == "__main__":
    main(*sys.argv[1:4])
