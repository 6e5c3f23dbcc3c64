"""Words for columns, values and fields: `translations/LANGUAGE/GROUP.yml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Translations:
    """Texts by language, then by group and key. `data` is the group that data files use."""

    words: Mapping[str, Mapping[tuple[str, str], str]] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages with at least one text, sorted."""
        return tuple(sorted(language for language, words in self.words.items() if words))

    def of(self, key: str, *, group: str = "data") -> dict[str, str]:
        """A key's texts by language; `group.key` names its group itself. Empty if unknown."""
        head, dot, tail = key.partition(".")
        asked = [(group, key), (head, tail)] if dot and tail else [(group, key)]
        return {
            language: words[pair]
            for language, words in sorted(self.words.items())
            for pair in asked[::-1]
            if pair in words
        }


def flattened(value: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Keys and texts of a translation file, nested keys joined with dots."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from flattened(one, f"{before}{key}.")
    elif isinstance(value, (str, int, float)) and before:
        yield before[:-1], str(value)
