"""Fields that every room uses: identities, texts in many languages, and small helpers."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models

from waymark.base.running import comma as comma
from waymark.base.running import isolated as isolated
from waymark.base.running import listed as listed
from waymark.base.running import short_language as short_language
from waymark.kernel import text as texts

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = [one + other for one in _ALPHABET for other in _ALPHABET]


def new_id() -> str:
    """Return 26 characters: 48 bits of time, so that indexes stay dense, and 80 of chance."""
    number = (int(time.time() * 1000) << 80) | secrets.randbits(80)
    return "".join([_PAIRS[(number >> shift) & 1023] for shift in range(120, -1, -10)])


def new_ids(count: int) -> list[str]:
    """Return so many ids in ascending order: many rows then lie at the end of an index."""
    now = int(time.time() * 1000) << 80
    start = "".join([_PAIRS[(now >> shift) & 1023] for shift in range(120, 79, -10)])
    shifts = range(70, -1, -10)
    chance = (secrets.randbits(80) for _ in range(count))
    return sorted(
        start + "".join([_PAIRS[(one >> shift) & 1023] for shift in shifts]) for one in chance
    )


def id_time(made: str) -> datetime | None:
    """Return when an id was made, to the millisecond; None for what is no id of ours."""
    if len(made) != 26 or any(char not in _ALPHABET for char in made):
        return None
    number = 0
    for char in made:
        number = number << 5 | _ALPHABET.index(char)
    try:
        return datetime.fromtimestamp((number >> 80) / 1000, UTC)
    except (OverflowError, ValueError):
        return None


class Entity(models.Model):
    """A row that the ledger and addresses name by an id which nobody can guess or count."""

    id = models.CharField(primary_key=True, max_length=26, default=new_id, editable=False)

    class Meta:
        abstract = True


class Words(dict[str, str]):
    """A short text in several languages; as a string, the text in the active language."""

    def __str__(self) -> str:
        return texts.pick(self, short_language()).text if self else ""


def interface_language(code: str) -> str:
    """Return the interface language for a person's choice ("zh" is "zh-hans"), or ""."""
    codes = [known for known, _name in settings.LANGUAGES]
    if code in codes:
        return code
    return next((known for known in codes if known.split("-")[0] == code), "")


class WordsField(models.JSONField):
    """A JSON field {"en": ..., "ar": ...} that reads as Words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Words:
        """Wrap what the database gives."""
        return Words(super().from_db_value(value, expression, connection) or {})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Wrap what was assigned, so that a row just made reads like one that was loaded."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, dict) and not isinstance(value, Words):
            value = Words(value)
            setattr(model_instance, self.attname, value)
        return value
