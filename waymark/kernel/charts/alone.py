"""A drawing that stands alone: with heading, source and looks, for a report or a slide."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from waymark.kernel.charts import frame, style
from waymark.kernel.charts.frame import LINE, WIDTH

_SVG = "{http://www.w3.org/2000/svg}"
_EDGE = 16
_HEAD, _HEAD_LINE = 16, 21
_FOOT = 11
_SCALE = 1.5
_FLIPPED = {"start": "end", "end": "start"}
_DROP = 0.35 * frame.FONT


def standalone(
    svg: str,
    *,
    heading: str,
    notes: Sequence[str] = (),
    foot: Sequence[str] = (),
    rtl: bool = False,
) -> str:
    """A drawing of this package or of `kernel.maps` as a file of its own.

    `heading` stands above it, `notes` and `foot` (such as the source) below, and its colours,
    dashes and fonts are inside. It asks little of the program that shows it: no direction of
    writing, no shifted baselines, no variables, as many programs know none of them. Raises
    `ValueError` for what is no drawing.
    """
    ElementTree.register_namespace("", _SVG[1:-1])
    try:
        inner = ElementTree.fromstring(svg)  # noqa: S314 -- drawn here, never received
    except ElementTree.ParseError as error:
        raise ValueError("no drawing") from error
    wide, tall = (float(n) for n in inner.get("viewBox", "0 0 0 0").split()[2:])
    if inner.tag != f"{_SVG}svg" or not wide:
        raise ValueError("no drawing")
    full = max(wide, WIDTH) + 2 * _EDGE
    head = _lines([heading], full, _HEAD, 4)
    below = [*_lines(notes, full, _FOOT + 1, 3), *_lines(foot, full, _FOOT, 3)]
    top = _EDGE + len(head) * _HEAD_LINE + 8
    height = top + tall + 10 + len(below) * LINE + _EDGE
    root = _root(full, height)
    ElementTree.SubElement(root, f"{_SVG}title").text = frame.clean(heading)
    ElementTree.SubElement(root, f"{_SVG}style").text = style.sheet()
    ground = {"width": f"{full:.0f}", "height": f"{height:.0f}", "fill": style.PAPER}
    ElementTree.SubElement(root, f"{_SVG}rect", ground)
    start = full - _EDGE if rtl else _EDGE
    for i, line in enumerate(head):
        y = _EDGE + (i + 0.75) * _HEAD_LINE
        _text(root, line, start, y, {"class": "head", "font-size": str(_HEAD)})
    inner.attrib.update(x=f"{(full - wide) / 2:.1f}", y=f"{top:.1f}")
    inner.attrib.update(width=f"{wide:.0f}", height=f"{tall:.0f}", overflow="visible")
    root.append(inner)
    for i, line in enumerate(below):
        y = top + tall + 10 + (i + 0.75) * LINE
        _text(root, line, start, y, {"font-size": str(_FOOT)})
    _plain(root, rtl)
    return ElementTree.tostring(root, encoding="unicode")


def _root(width: float, height: float) -> ElementTree.Element:
    return ElementTree.Element(
        f"{_SVG}svg",
        {
            "viewBox": f"0 0 {width:.0f} {height:.0f}",
            "width": f"{width * _SCALE:.0f}",
            "height": f"{height * _SCALE:.0f}",
            "font-size": str(frame.FONT),
        },
    )


def _lines(texts: Sequence[str], full: float, size: int, most: int) -> list[str]:
    room = (full - 2 * _EDGE) * frame.FONT / size
    return [line for text in texts if text for line in frame.wrap(text, room, most)]


def _text(root: ElementTree.Element, words: str, x: float, y: float, more: dict[str, str]) -> None:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": "start", **more}
    ElementTree.SubElement(root, f"{_SVG}text", place).text = frame.clean(words)


def _plain(root: ElementTree.Element, rtl: bool) -> None:
    """Write into every text where it stands and how it is read, for programs that know less."""
    for element in root.iter():
        element.attrib.pop("direction", None)
        if element.tag not in (f"{_SVG}text", f"{_SVG}tspan"):
            continue
        if element.attrib.pop("dy", None) and element.get("y"):
            element.set("y", f"{float(element.get('y', '0')) + _DROP:.1f}")
        if not rtl:
            continue
        anchor = element.get("text-anchor")
        if anchor in _FLIPPED:
            element.set("text-anchor", _FLIPPED[anchor])
        title = element.find(f"{_SVG}title")
        if title is not None and title.tail:
            title.tail = _embedded(title.tail)
        elif element.text:
            element.text = _embedded(element.text)


def _embedded(words: str) -> str:
    """Text whose order is that of right-to-left writing wherever it stands."""
    return f"\u202b{words}\u202c"
