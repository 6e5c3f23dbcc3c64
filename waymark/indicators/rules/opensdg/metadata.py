"""Metadata of an indicator: fields by name, from YAML, Markdown with a YAML head, or CSV."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from waymark.indicators.rules.opensdg.yamls import BadYaml, load_yaml
from waymark.kernel.tables import BadTable, read_csv

CONTENT = "page_content"
"""The field under which the words below the head of a Markdown file are kept."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Fields in their order; texts, numbers, yes or no, and for some fields lists."""

    fields: Mapping[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A field as text; "" where it is absent or no plain value."""
        value = self.fields.get(name)
        if value is None or isinstance(value, (list, dict)):
            return ""
        return str(value).strip()

    def joined(self, other: Metadata) -> Metadata:
        """Both; `other` wins where a field stands in both, as later inputs do on a site."""
        return Metadata({**self.fields, **other.fields})


def read_metadata(name: str, content: bytes, mapping: Mapping[str, str] | None = None) -> Metadata:
    """Read a metadata file by the ending of its name. Raises `BadYaml` and `BadTable`.

    `mapping` turns the labels of a CSV into names of fields; a label without an entry is kept.
    """
    if name.endswith(".csv"):
        return Metadata(_from_csv(content, mapping or {}))
    text = _decoded(content)
    if name.endswith(".md"):
        return Metadata(_from_markdown(text))
    return Metadata(_a_mapping(load_yaml(text)))


def read_mapping(content: bytes) -> dict[str, str]:
    """Labels and names of fields, from a CSV of two columns without a header."""
    sheet = read_csv(b"label,field\n" + content.removeprefix(b"\xef\xbb\xbf"))
    return {row[0]: row[1] for row in sheet.rows if row[0] and row[1]}


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise BadYaml("yaml.encoding", content.count(b"\n", 0, error.start) + 1) from None


def _a_mapping(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadYaml("yaml.no_mapping", 1)
    return {str(key): one for key, one in value.items() if one not in (None, "")}


def _from_markdown(text: str) -> dict[str, Any]:
    head, found, rest = text.lstrip().removeprefix("---\n").partition("\n---")
    if not found:
        raise BadYaml("yaml.no_head", 1)
    fields = _a_mapping(load_yaml(head))
    content = rest.lstrip("-").strip()
    return {**fields, CONTENT: content} if content else fields


def _from_csv(content: bytes, mapping: Mapping[str, str]) -> dict[str, Any]:
    head = b"label,value\n"
    try:
        sheet = read_csv(head + content.removeprefix(b"\xef\xbb\xbf"), delimiter=",")
    except BadTable as error:
        raise BadTable(error.key, (error.row or 2) - 1, error.column, **error.params) from None
    rows = [(row[0], row[1]) for row in sheet.rows if row[0] and row[1]]
    return {mapping.get(label, label): value for label, value in rows}
