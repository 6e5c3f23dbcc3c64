"""What tests of drawings share: reading an SVG element, and what holds for each of them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

NS = "{http://www.w3.org/2000/svg}"


def find(root: ElementTree.Element, tag: str, kind: str = "") -> list[ElementTree.Element]:
    return [e for e in root.iter(NS + tag) if kind in e.get("class", "").split() or not kind]


def numbers(path: ElementTree.Element) -> list[float]:
    return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path.get("d", ""))]


def words(element: ElementTree.Element) -> str:
    """The text on the drawing, without what shows on hover only."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{NS}tspan":
            parts.append(child.text or "")
        parts.append(child.tail or "")
    return " ".join(part for part in parts if part)


def hints(root: ElementTree.Element) -> list[str]:
    """What shows on hover."""
    return [e.text or "" for e in root.iter(f"{NS}title")][1:]


def said(root: ElementTree.Element) -> list[str]:
    """Every text on the drawing."""
    return [words(text) for text in find(root, "text")]


def assert_sound(root: ElementTree.Element) -> None:
    """What holds for any chart: named, styled by classes only, all of it inside its frame."""
    assert root.get("role") == "img"
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert root.get("aria-labelledby", "").split() == ids[:2] == ["c1-t", "c1-d"]
    assert len(set(ids)) == len(ids)
    assert root[0].tag == f"{NS}title"
    assert root[1].tag == f"{NS}desc"
    _, _, w, h = map(float, root.get("viewBox", "").split())
    for element in root.iter():
        assert not {"style", "onclick", "stroke"} & set(element.keys())
        assert element.get("fill", "url(#c1").startswith("url(#c1")
        for name, most in (("x", w), ("cx", w), ("y", h), ("cy", h)):
            if name in element.keys():  # noqa: SIM118 -- Element is no mapping
                assert 0 <= float(element.get(name, "")) <= most, (element.tag, name)
        if "d" in element.keys():  # noqa: SIM118
            assert "nan" not in element.get("d", "")
