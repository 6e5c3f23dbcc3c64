"""Reads pictures with Pillow: whole, once, and only by the decoder of the claimed format."""

from __future__ import annotations

import io
import warnings
from typing import IO, Any

from PIL import Image, UnidentifiedImageError

from waymark.base.files.errors import FileRefused, Kind
from waymark.base.files.types import BY_MEDIA_TYPE

MAX_PIXELS = 80_000_000  # at four bytes each this stays below the child's memory
_PILLOW = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
_SECOND_FILES = (b"<script", b"<!doctype", b"<html>", b"<html ", b"<iframe")


def inspect(stream: IO[bytes], media_type: str) -> dict[str, Any]:
    """Width and height in pixels; refuses a picture with a second file in it."""
    data = stream.read()
    image = opened(io.BytesIO(data), media_type)
    try:
        image.load()
    except (OSError, ValueError, SyntaxError) as error:
        raise FileRefused(Kind.BROKEN, format=BY_MEDIA_TYPE[media_type].label) from error
    width, height = image.size
    _one_file_only(data, media_type)
    return {"width": width, "height": height}


def opened(stream: IO[bytes], media_type: str) -> Image.Image:
    """The picture, header read and no pixel decoded; raises `FileRefused`."""
    label = BY_MEDIA_TYPE[media_type].label
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = None  # our own limit comes next, with the figures for the sentence
    try:
        image = Image.open(stream, formats=[_PILLOW[media_type]])
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise FileRefused(Kind.BROKEN, format=label) from error
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise FileRefused(Kind.TOO_MANY_PIXELS, width=width, height=height, max_pixels=MAX_PIXELS)
    return image


def _one_file_only(data: bytes, media_type: str) -> None:
    """Pictures that are pages or archives too are built to be taken for the other thing."""
    label = BY_MEDIA_TYPE[media_type].label
    if media_type == "image/png":
        end = data.rfind(b"IEND")
        trailing = data[end + 8 :]
    elif media_type == "image/webp":
        trailing = data[int.from_bytes(data[4:8], "little") + 9 :]
    else:
        trailing = b""  # telephones put previews and moving pictures behind a JPEG
    lower = data.lower()
    if (
        trailing
        or b"PK\x05\x06" in data[-65_557:]
        or b"%PDF-" in data[:1024]
        or any(mark in lower for mark in _SECOND_FILES)
    ):
        raise FileRefused(Kind.TWO_IN_ONE, format=label)
