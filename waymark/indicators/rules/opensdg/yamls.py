"""YAML from strangers: plain values only, no aliases, no tags, within limits."""

from __future__ import annotations

import re
from typing import Any

import yaml

MOST_BYTES = 4 * 1024 * 1024
DEEPEST = 40

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BadYaml(ValueError):
    """Text that is no YAML we take. `key` is a message key, `line` counts from 1 (0: unknown)."""

    def __init__(self, key: str, line: int = 0) -> None:
        super().__init__(f"{key} at line {line}" if line else key)
        self.key = key
        self.line = line


_ANCHOR = re.compile(r"(?:^|[\s\[{,:?-])&\S")
"""Where something is named for an alias; an alias without one is refused by the parser."""

_INDENT = re.compile(r"^[ \t?:-]*", re.MULTILINE)
_DROPPED = {f"tag:yaml.org,2002:{name}" for name in ("timestamp", "merge", "value")}


_TEXT, _MAPPING = "tag:yaml.org,2002:str", "tag:yaml.org,2002:map"


class _Plain(_Loader):  # type: ignore[misc]
    """Dates stay texts, and nothing is merged into something else."""

    def construct_document(self, node: yaml.Node) -> Any:
        """The value of a document; in less time where it is texts by name, as metadata are."""
        found: dict[str, Any] = {}
        if node.tag != _MAPPING:
            return super().construct_document(node)
        for name, value in node.value:
            if name.tag != _TEXT or not isinstance(value, yaml.ScalarNode):
                return super().construct_document(node)
            text = value.tag == _TEXT
            found[name.value] = value.value if text else self.construct_object(value)
        return found


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _DROPPED]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}


def load_yaml(text: str) -> Any:
    """The plain value of one YAML document. Raises `BadYaml`.

    Aliases are refused: a file of a few hundred bytes can blow up to gigabytes with them.
    """
    if len(text) > MOST_BYTES:
        raise BadYaml("yaml.too_large")
    try:
        if _ANCHOR.search(text) or _may_be_deep(text):
            _look_over(text)
        return yaml.load(text, Loader=_Plain)  # noqa: S506 - a SafeLoader with fewer resolvers
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadYaml("yaml.wrong", mark.line + 1 if mark else 0) from None
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:
        if isinstance(error, BadYaml):
            raise
        raise BadYaml("yaml.wrong") from None


def _may_be_deep(text: str) -> bool:
    """Whether brackets and indents leave room for more levels than we take."""
    indent = max(map(len, _INDENT.findall(text)), default=0)
    return indent + text.count("[") + text.count("{") >= DEEPEST


def _look_over(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Plain):
        if isinstance(event, yaml.AliasEvent):
            raise BadYaml("yaml.alias", _line(event))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise BadYaml("yaml.too_deep", _line(event))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0
