"""Hostile pictures, drawings and films."""

from __future__ import annotations

import io
import struct
import zlib
from functools import partial

from PIL import Image

from tests.base.corpus.hostile import ANY, Hostile
from tests.base.corpus.office import workbook, zipped
from waymark.base.files.errors import Kind


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40)) -> bytes:
    """A sound picture with some noise in it."""
    held = io.BytesIO()
    image = Image.new("RGB", size, "teal")
    image.putpixel((1, 1), (255, 0, 0))
    image.save(held, kind)
    return held.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, pixels: bytes, *extra: bytes) -> bytes:
    """A PNG of grey pixels, of any claim."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + b"".join(extra)
        + chunk(b"IDAT", pixels)
        + chunk(b"IEND", b"")
    )


def png_bomb() -> bytes:
    """50,000 by 50,000 pixels, of which the first few thousand rows are really there."""
    packed = zlib.compressobj(9)
    rows = b"".join(packed.compress(b"\0" * 50_001) for _ in range(5000)) + packed.flush()
    return png(50_000, 50_000, rows)


def text_bomb() -> bytes:
    """A comment that unpacks to 200 MB."""
    packed = zlib.compressobj(9)
    text = b"".join(packed.compress(b" " * 1_048_576) for _ in range(200)) + packed.flush()
    return png(1, 1, zlib.compress(b"\0\0"), chunk(b"zTXt", b"Comment\0\0" + text))


def svg(inner: str, attributes: str = "", before: str = "") -> bytes:
    """A drawing with this content."""
    return (
        f'{before}<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>{inner}</svg>'
    ).encode()


def box(kind: bytes, data: bytes) -> bytes:
    """One box of an MP4."""
    return struct.pack(">I", len(data) + 8) + kind + data


def film() -> bytes:
    """The boxes of a film, without a picture in it."""
    return box(b"ftyp", b"isom\0\0\0\0mp42") + box(b"moov", b"\0" * 40) + box(b"mdat", b"\0" * 99)


_LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
_PUBLIC = (
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
    '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
)
_ACTIVE = Kind.ACTIVE_CONTENT
_LINKS = Kind.EXTERNAL_LINKS

FILES = (
    Hostile("bomb.png", png_bomb, Kind.TOO_MANY_PIXELS),
    Hostile("claim.png", lambda: png(8000, 8000, zlib.compress(b"\0\0")), Kind.BROKEN),
    Hostile("text_bomb.png", text_bomb, ANY),
    Hostile("page_behind.png", lambda: picture() + b"<html><script>1", Kind.TWO_IN_ONE),
    Hostile(
        "page_within.png",
        lambda: png(1, 1, zlib.compress(b"\0\0"), chunk(b"tEXt", b"c\0<script>alert(1)</script>")),
        Kind.TWO_IN_ONE,
    ),
    Hostile("cut.png", lambda: picture(size=(400, 400))[:300], Kind.BROKEN),
    Hostile("really_jpeg.png", partial(picture, "JPEG"), Kind.MISMATCH),
    Hostile("zip_behind.jpg", lambda: picture("JPEG") + zipped(workbook()), Kind.TWO_IN_ONE),
    Hostile("cut.jpg", lambda: picture("JPEG", (400, 400))[:700], Kind.BROKEN),
    Hostile("postscript.jpg", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\nshowpage\n", Kind.MISMATCH),
    Hostile("behind.webp", lambda: picture("WEBP") + b"<script>", Kind.TWO_IN_ONE),
    Hostile("sound.webp", partial(picture, "WEBP"), None),
    Hostile("animation.gif", partial(picture, "GIF"), Kind.TYPE_NOT_ALLOWED),
    Hostile("script.svg", partial(svg, "<script>alert(1)</script>"), _ACTIVE),
    Hostile("onload.svg", partial(svg, "", 'onload="alert(1)"'), _ACTIVE),
    Hostile("foreign.svg", partial(svg, "<foreignObject><b/></foreignObject>"), _ACTIVE),
    Hostile("link.svg", partial(svg, '<a xlink:href=" java&#10;script:1"><g/></a>'), _ACTIVE),
    Hostile("animate.svg", partial(svg, '<set attributeName="xlink:href"/>'), _ACTIVE),
    Hostile("entities.svg", partial(svg, "", before=_LAUGHS), _ACTIVE),
    Hostile("spy.svg", partial(svg, '<image href="https://example.org/p.png"/>'), _LINKS),
    Hostile("use.svg", partial(svg, '<use href="other.svg#a"/>'), _LINKS),
    Hostile("style.svg", partial(svg, "<style>@import 'x.css';</style>"), _LINKS),
    Hostile("escape.svg", partial(svg, r"<style>a{fill:u\72l(//x.org)}</style>"), _LINKS),
    Hostile("url.svg", partial(svg, '<g style="fill:url(//example.org/a)"/>'), _LINKS),
    Hostile("sheet.svg", partial(svg, "", before='<?xml-stylesheet href="a"?>'), _LINKS),
    Hostile("in_svg.svg", partial(svg, '<image href="data:image/svg+xml;base64,x"/>'), _LINKS),
    Hostile("deep.svg", partial(svg, "<g>" * 100_000 + "</g>" * 100_000), Kind.TOO_COMPLEX),
    Hostile(
        "sound.svg",
        partial(svg, "<style>g{fill:url('#a')}</style><g fill='url(#b)'/>", before=_PUBLIC),
        None,
    ),
    Hostile("sound.mp4", film, None),
    Hostile("cut.mp4", lambda: film()[:-10], Kind.BROKEN),
    Hostile("behind.mp4", lambda: film() + zipped(workbook()), Kind.BROKEN),
)
