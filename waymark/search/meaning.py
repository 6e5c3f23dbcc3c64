"""A model of meaning that the operator supplies: static vectors of pieces of words, in a folder.

The folder is as `model2vec` keeps static models: `model.safetensors` with the tensor `embeddings`
(rows of pieces; `weights` and `mapping` beside it where there are any), and `tokenizer.json`. It is
read by numpy alone, which comes with shapely; mapped and not loaded; and never fetched.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from waymark.kernel.search.pieces import BadPieces, Pieces, read_pieces

log = logging.getLogger(__name__)

_KINDS = {"F32": "<f4", "F16": "<f2", "F64": "<f8", "I64": "<i8", "I32": "<i4"}
_LARGEST_HEAD = 10 * 1024 * 1024
_LARGEST_TOKENIZER = 200 * 1024 * 1024
_LONGEST = 600
"""Characters of a text that are looked at."""
_OPERATORS = re.compile(r"(?<!\w)-\w+|\bOR\b|[\"*“”«»]")


class BadModel(Exception):
    """The folder holds no model that can be read; the message says what is wrong."""


class Model:
    """Turns texts into directions; equal texts give equal ones."""

    def __init__(self, pieces: Pieces, rows: Any, weights: Any, mapping: Any) -> None:
        self.pieces, self.rows, self.weights, self.mapping = pieces, rows, weights, mapping

    def nearness(self, asked: str, texts: Sequence[str]) -> list[float]:
        """How near each text is to what is asked: cosines, 0 where nothing is known of a text."""
        wanted = self._direction(_OPERATORS.sub(" ", asked))
        return [float(wanted @ self._direction(text)) for text in texts]

    def _direction(self, text: str) -> Any:
        """The mean of the vectors of a text's pieces, of length 1; of length 0 without any."""
        import numpy as np

        ids = [one for one in self.pieces.ids(text[:_LONGEST]) if one < self._held]
        if not ids:
            return np.zeros(self.rows.shape[1], dtype=np.float32)
        at = self.mapping[ids] if self.mapping is not None else ids
        found = np.asarray(self.rows[at], dtype=np.float32)
        if self.weights is not None:
            found = found * np.asarray(self.weights[ids], dtype=np.float32)[:, None]
        mean = found.mean(axis=0)
        length = float(np.linalg.norm(mean))
        return mean / length if length else mean

    @property
    def _held(self) -> int:
        return len(self.rows if self.mapping is None else self.mapping)


def read_model(folder: Path) -> Model:
    """The model of a folder. Raises BadModel."""
    try:
        return _read(folder)
    except (OSError, ValueError, KeyError, TypeError, ImportError) as error:
        why = str(error) if isinstance(error, BadPieces) else f"{type(error).__name__}: {error}"
        raise BadModel(f"The model in {folder} can't be read: {why}") from error


def _read(folder: Path) -> Model:
    path = folder / "tokenizer.json"
    if path.stat().st_size > _LARGEST_TOKENIZER:
        raise ValueError("tokenizer.json is too large")
    pieces = read_pieces(json.loads(path.read_text(encoding="utf-8")))
    tensors = _tensors(folder / "model.safetensors")
    rows = tensors.get("embeddings", tensors.get("embedding.weight"))
    if rows is None or rows.ndim != 2:
        raise ValueError("model.safetensors holds no table named “embeddings”")
    weights, mapping = tensors.get("weights"), tensors.get("mapping")
    if mapping is not None and (mapping.ndim != 1 or mapping.max(initial=0) >= len(rows)):
        raise ValueError("“mapping” names rows that are not there")
    if weights is not None and len(weights) != len(rows if mapping is None else mapping):
        raise ValueError("“weights” are not as many as pieces")
    return Model(pieces, rows, weights, mapping)


def _tensors(path: Path) -> dict[str, Any]:
    """The tensors of a safetensors file, mapped into memory: a head in JSON, then plain numbers."""
    import numpy as np

    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        if size > _LARGEST_HEAD:
            raise ValueError("model.safetensors is no safetensors file")
        head = json.loads(file.read(size))
    found = {}
    for name, told in head.items():
        if name in ("embeddings", "embedding.weight", "weights", "mapping"):
            start, end = told["data_offsets"]
            kind, shape = np.dtype(_KINDS[told["dtype"]]), tuple(told["shape"])
            if (end - start) != kind.itemsize * int(np.prod(shape)) or start < 0:
                raise ValueError(f"“{name}” has not the size that it claims")
            found[name] = np.memmap(path, kind, "r", offset=8 + size + start, shape=shape)
    return found


@cache
def loaded(folder: Path | None) -> Model | None:
    """The model of a folder, read once in a process; None without one, or where it is broken."""
    if folder is None:
        return None
    try:
        return read_model(folder)
    except BadModel as error:
        log.error("Search goes on by words alone. %s", error)
        return None


def model_for(language: str) -> Model | None:
    """The operator's model where it knows a language; None where search goes by words alone."""
    known = settings.WAYMARK_SEARCH_MODEL_LANGUAGES
    if known and language not in known:
        return None
    return loaded(settings.WAYMARK_SEARCH_MODEL)


def trouble() -> str:
    """What is wrong with the operator's model, in a sentence; "" where it is fine or not set."""
    if settings.WAYMARK_SEARCH_MODEL is None:
        return ""
    try:
        read_model(settings.WAYMARK_SEARCH_MODEL)
    except BadModel as error:
        return f"{error}. Search goes on by words alone; mend or unset WAYMARK_SEARCH_MODEL."
    return ""
