"""What everybody may find of this room, as the index takes it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from waymark.community.queries import providers, spaces
from waymark.kernel import text as texts
from waymark.search.rules import Entry, Text


def provider_key(pk: str) -> str:
    """The key of a profile in the index."""
    return f"provider:{pk}"


def group_key(pk: str) -> str:
    """The key of a group in the index."""
    return f"group:{pk}"


def provider_entries() -> Iterator[Entry]:
    """Return every public profile: its name in each language in which it says what it does."""
    for row in providers.public(None, providers.Wanted(), timezone.now()):
        said, can = dict(row.summary), dict(row.capacity)
        yield Entry(
            provider_key(row.pk),
            "provider",
            reverse("provider", args=[row.pk]),
            {
                code: Text(
                    texts.pick(row.body.name, code).text, said.get(code, ""), can.get(code, "")
                )
                for code in {*said, *can, *row.body.name, row.original}
            },
        )


def group_entries() -> Iterator[Entry]:
    """Return every group that somebody finds who belongs to none."""
    for row in spaces.known(None):
        yield Entry(
            group_key(row.pk),
            "group",
            reverse("group", args=[row.pk]),
            {
                code: Text(said, row.purpose if code == row.original else "")
                for code, said in row.title.items()
                if said
            },
        )
