"""Ranking by meaning: an operator's model orders the first results again, and nothing else."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tests.search.test_search import entry
from waymark.kernel.search import Scored
from waymark.kernel.search.meaning import fused
from waymark.kernel.search.pieces import BadPieces, Unigram, WordPiece, read_pieces
from waymark.search import meaning, store
from waymark.search.queries import search

WORDS = ("rain", "storm", "##water", "garden", "budget", "tax", "cafe", "水", "-", "[UNK]")
ROWS = [
    [1, 0],
    [1, 0.1],
    [1, 0.1],
    [0.9, 0.2],
    [0, 1],
    [0.1, 1],
    [0.5, 0.5],
    [1, 0],
    [0, 0],
    [9, 9],
]
TOKENIZER: dict[str, Any] = {
    "normalizer": {"type": "BertNormalizer", "lowercase": True},
    "model": {"type": "WordPiece", "vocab": {word: n for n, word in enumerate(WORDS)}},
}


def folder(at: Path, tokenizer: Any = TOKENIZER, rows: Any = ROWS, **more: Any) -> Path:
    """A model of these rows, as model2vec writes it."""
    head: dict[str, Any] = {}
    body = b""
    tensors = {"embeddings": np.array(rows, "<f4"), **more}
    for name, one in tensors.items():
        kind = {"f": "F32", "i": "I64"}[one.dtype.kind]
        head[name] = {"dtype": kind, "shape": one.shape,
                      "data_offsets": [len(body), len(body) + one.nbytes]}  # fmt: skip
        body += one.tobytes()
    told = json.dumps(head).encode()
    (at / "model.safetensors").write_bytes(struct.pack("<Q", len(told)) + told + body)
    (at / "tokenizer.json").write_text(json.dumps(tokenizer))
    return at


def test_words_are_cut_into_the_longest_pieces_that_are_known() -> None:
    pieces = read_pieces(TOKENIZER)
    assert isinstance(pieces, WordPiece)
    said = {
        "Stormwater": [1, 2],
        "Café-rain": [6, 8, 0],
        "水水": [7, 7],
        "waterrain": [],
        "x" * 999: [],
    }
    assert {text: pieces.ids(text) for text in said} == said
    table = [["<unk>", 0.0], ["▁rain", -2.0], ["▁ra", -1.0], ["in", -0.5], ["▁", -3.0], ["i", -4.0]]
    other = read_pieces({"model": {"type": "Unigram", "vocab": table}})
    assert isinstance(other, Unigram)
    assert other.ids("rain") == [2, 3], "likelier than the longer piece"
    assert other.ids("iq rain") == [4, 5, 2, 3], "what is unknown is left out"
    for bad in (None, {}, {"model": {"type": "BPE", "vocab": {}}}, {"model": {"vocab": [[1]]}}):
        with pytest.raises(BadPieces):
            read_pieces(bad)


def scored(count: int) -> list[Scored]:
    return [Scored(id=n, score=float(-n), why=()) for n in range(count)]


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=40), st.floats(0, 2))
def test_both_orders_make_one_that_leaves_nothing_out(near: list[float], weight: float) -> None:
    found = fused(scored(len(near)), near, weight=weight)
    assert sorted(one.id for one in found) == list(range(len(near)))
    assert [one.id for one in fused(scored(len(near)), near, weight=0)] == list(range(len(near)))
    same = fused(scored(len(near)), [0.5] * len(near), weight=weight)
    assert [one.id for one in same] == list(range(len(near)))
    for one in found:
        assert one.places is not None
        better = [each for each in found if each.places and each.places < one.places]
        assert one.id in [each.id for each in found if each not in better]
    if weight and len({round(one, 6) for one in near}) == len(near):
        nearest = max(range(len(near)), key=near.__getitem__)
        assert [one.places[1] for one in found if one.places and one.id == nearest] == [1]


def test_control_a_strong_meaning_moves_what_words_put_last() -> None:
    assert [one.id for one in fused(scored(3), [0.0, 0.1, 0.9], weight=50)] == [2, 1, 0]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda at: (at / "tokenizer.json").unlink(), "No such file"),
        (lambda at: (at / "tokenizer.json").write_text("{"), "JSONDecodeError"),
        (lambda at: (at / "tokenizer.json").write_text('{"model": {"type": "BPE"}}'), "BPE"),
        (lambda at: (at / "model.safetensors").write_bytes(b"\xff" * 99), "no safetensors"),
        (lambda at: (at / "model.safetensors").write_bytes(b""), "JSONDecodeError"),
        (lambda at: folder(at, mapping=np.array([0, 99])), "mapping"),
        (lambda at: folder(at, weights=np.array([1.0], "<f4")), "weights"),
        (lambda at: folder(at, rows=[1.0, 2.0]), "embeddings"),
    ],
)
def test_a_broken_model_is_told_and_search_goes_on(
    spoil: Any, said: str, tmp_path: Path, settings: Settings
) -> None:
    settings.WAYMARK_SEARCH_MODEL = folder(tmp_path)
    assert meaning.trouble() == ""
    spoil(tmp_path)
    assert said in meaning.trouble()
    assert "WAYMARK_SEARCH_MODEL" in meaning.trouble()
    meaning.loaded.cache_clear()
    assert meaning.model_for("en") is None


def test_weights_and_mapping_are_followed(tmp_path: Path) -> None:
    model = meaning.read_model(
        folder(
            tmp_path,
            rows=[[1, 0], [0, 1]],
            mapping=np.array([0, 0, 0, 0, 1, 1, 0, 0, 0, 0]),
            weights=np.array([1, 1, 1, 1, 1, 3, 0, 0, 0, 0], "<f4"),
        )
    )
    assert model.nearness("tax", ["budget", "rain", "rain tax", "unknown", ""]) == pytest.approx(
        [1, 0, 3 / 10**0.5, 0, 0]
    )


@pytest.mark.django_db
def test_the_first_results_are_ordered_again_and_say_so(
    tmp_path: Path, settings: Settings, django_assert_max_num_queries: Any
) -> None:
    settings.WAYMARK_SEARCH_MODEL, settings.WAYMARK_SEARCH_MODEL_LANGUAGES = None, ()
    store.keep([
        entry("tool:a", en=("Garden tax", "The garden budget: a garden tax")),
        entry("tool:b", en=("Garden guide", "Stormwater, rain and the garden in the city")),
        entry("need:c", "place:one", en=("Garden rain", "Private.")),
    ])  # fmt: skip
    plain = [hit.key for hit in search("garden").hits]
    assert plain == ["tool:a", "tool:b"]
    assert all(hit.places is None for hit in search("garden").hits)
    settings.WAYMARK_SEARCH_MODEL = folder(tmp_path)
    meaning.loaded.cache_clear()
    found = search("garden")
    assert {hit.key for hit in found.hits} == set(plain), "nothing more and nothing less"
    assert found.total == 2
    assert {hit.key: hit.places for hit in found.hits} == {"tool:a": (1, 2), "tool:b": (2, 1)}
    page = Client().get("/search/", {"q": "garden"}).content.decode()
    assert "number 2 by its words alone, and number 1 by its meaning alone" in page
    assert "as a model tells that runs here" in page
    with django_assert_max_num_queries(6):
        search("garden")
    settings.WAYMARK_SEARCH_MODEL_LANGUAGES = ("fr",)
    assert [hit.key for hit in search("garden").hits] == plain
    settings.WAYMARK_SEARCH_MODEL, settings.WAYMARK_SEARCH_MODEL_LANGUAGES = None, ()
    assert [hit.key for hit in search("garden").hits] == plain
    assert "runs here" not in Client().get("/search/", {"q": "garden"}).content.decode()
    meaning.loaded.cache_clear()
