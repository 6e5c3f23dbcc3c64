import hashlib
import json
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.kernel.canonical import (
    MAX_DEPTH,
    BadDocument,
    NotCanonical,
    digest,
    dumps,
    loads,
)

SAFE = 2**53 - 1
TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False).filter(
    lambda x: not SAFE < abs(x) < 1e21
)
SCALARS = st.none() | st.booleans() | st.integers(-SAFE, SAFE) | NUMBERS | TEXT
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=15,
)


class Colour(StrEnum):
    RED = "red"


def read(text: str | bytes, max_bytes: int = 10_000) -> object:
    return loads(text.encode() if isinstance(text, str) else text, max_bytes=max_bytes)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": 2}, b'{"a":2,"b":1}'),
        ([1.0, 1e21, 1e-7, 0.000001, -0.0, 4.5], b"[1,1e+21,1e-7,0.000001,0,4.5]"),
        ({"peach": "é", "\U0001f600": 1, "\ufb33": 2}, None),
        ("\u20ac$\u000f\nA'\u0042\"\\/", '"€$\\u000f\\nA\'B\\"\\\\/"'.encode()),
        ((1, (2,)), b"[1,[2]]"),
        ({"c": Colour.RED}, b'{"c":"red"}'),
    ],
)
def test_canonical_form(value: object, written: bytes | None) -> None:
    if written is None:  # keys are ordered by UTF-16 units: a surrogate pair before U+FB33
        assert list(json.loads(dumps(value))) == ["peach", "\U0001f600", "\ufb33"]
    else:
        assert dumps(value) == written


def test_digest_is_sha256_of_the_canonical_bytes() -> None:
    assert digest({"b": [], "a": None}) == hashlib.sha256(b'{"a":null,"b":[]}').hexdigest()


@given(DOCUMENTS)
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back_equal(document: object) -> None:
    written = dumps(document)
    again = loads(written, max_bytes=len(written))
    assert again == document
    assert dumps(again) == written


@given(st.dictionaries(TEXT, SCALARS, max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_of_keys_does_not_matter(document: dict[str, object], chance: object) -> None:
    items = list(document.items())
    chance.shuffle(items)  # type: ignore[attr-defined]
    assert digest(dict(items)) == digest(document)


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"a": [1, float("nan")]}, "$.a[1]"),
        ({"a": {"b": float("inf")}}, "$.a.b"),
        ([2**53], "$[0]"),
        ([-(2**53)], "$[0]"),
        ([1e17], "$[0]"),
        ({"a b": {1, 2}}, "$['a b']"),
        ({1: "x"}, "$"),
        ({"a": "\ud800"}, "$.a"),
        ({"a": "x\x00"}, "$.a"),
        ({"a": b"bytes"}, "$.a"),
    ],
)
def test_what_has_no_canonical_form_is_refused_with_its_path(value: object, where: str) -> None:
    with pytest.raises(NotCanonical) as refusal:
        dumps(value)
    assert refusal.value.where == where


@pytest.mark.parametrize(
    ("text", "where", "why"),
    [
        ('{"a": {"b": 1, "b": 2}}', "$.a.b", "twice"),
        ('[{"x": 1}, {"x": [], "x": []}]', "$[1].x", "twice"),
        ('{"a": NaN}', "$.a", "NaN"),
        ("[-Infinity]", "$[0]", "-Infinity"),
        ("[1e999]", "$[0]", "too large"),
        ('{"n": 9007199254740992}', "$.n", "2^53"),
        ('{"n": 123456789012345680000.0}', "$.n", "2^53"),
        ("[" + "9" * 100_000 + "]", "$[0]", "2^53"),
        ('["\\ud800"]', "$[0]", "surrogate"),
        ('{"\\udc00": 1}', "$['\\udc00']", "surrogate"),
        ('["a\\u0000b"]', "$[0]", "NUL"),
        ("[" * 65 + "1" + "]" * 65, "$" + "[0]" * 65, "deeper"),
        ("[" * 50_000 + "]" * 50_000, "$", "deeper"),
        ("", "line 1 column 1", "Expecting"),
        ("{} {}", "line 1 column 4", "Extra"),
        ("{'a': 1}", "line 1 column 2", "quotes"),
        ("\ufeff{}", "line 1 column 1", "BOM"),
        ('["tab\there"]', "line 1 column 6", "control"),
    ],
)
def test_a_doubtful_document_is_refused_with_its_place(text: str, where: str, why: str) -> None:
    with pytest.raises(BadDocument) as refusal:
        read(text, max_bytes=200_000)
    assert refusal.value.where == where
    assert why in refusal.value.why


def test_depth_of_exactly_the_limit_is_read() -> None:
    deep = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert dumps(read(deep)) == deep.encode()


def test_bytes_that_are_not_utf8_and_too_many_bytes() -> None:
    with pytest.raises(BadDocument, match="byte 2: not UTF-8"):
        read(b'["\xff"]')
    with pytest.raises(BadDocument, match="longer than 3"):
        read("[1,2]", max_bytes=3)


@given(st.binary(max_size=40) | TEXT.map(str.encode))
@settings(max_examples=200, deadline=None)
def test_any_bytes_give_a_document_or_the_one_named_error(data: bytes) -> None:
    try:
        value = loads(data, max_bytes=1000)
    except BadDocument:
        return
    assert loads(dumps(value), max_bytes=1000) == value
