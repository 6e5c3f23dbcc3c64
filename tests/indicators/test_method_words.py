"""Every result of a method can be said in a sentence, with its numbers in it."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.indicators.test_rules_judging import INPUTS
from waymark.base import reasons
from waymark.indicators import face  # noqa: F401 - registers the sentences
from waymark.indicators.gap_words import GAPS, MEASURE_NAMES
from waymark.indicators.method_names import (
    COMPONENT_NAMES,
    METHOD_ABOUT,
    METHOD_NAMES,
    METHOD_STEPS,
    TRANSFORM_WORDS,
    VERIFIED_SHORT,
    VERIFIED_WORDS,
)
from waymark.indicators.method_words import PROGRESS
from waymark.indicators.outlook_words import OUTLOOKS
from waymark.indicators.rules.judging import Inputs, judge
from waymark.indicators.rules.transforms import NAMES
from waymark.indicators.saying import component_words, progress_words, say
from waymark.kernel import inequality, progress
from waymark.kernel.inequality import MEASURES
from waymark.kernel.progress import METHODS, Verified, outlook_keys

KEYS = progress.message_keys() | inequality.message_keys() | outlook_keys()
LEFT_OPEN = re.compile(r"%\(|%%")


def test_every_key_has_a_sentence_and_no_sentence_is_left_over() -> None:
    missing = sorted(KEYS - reasons.sentences.keys())
    assert not missing
    ours = (PROGRESS | OUTLOOKS | GAPS).keys()
    assert {key for key in ours - KEYS if not key.startswith(("judging.", "unequal."))} == set()


def test_every_key_is_translated_where_a_language_is_whole() -> None:
    with translation.override("ar"):
        plain = [
            key for key in KEYS if not re.search("[\u0600-\u06ff]", str(reasons.sentences[key]))
        ]
    assert not plain


def test_every_method_number_and_word_of_trust_has_a_name() -> None:
    names = {entry.method.name for entry in METHODS.values()}
    assert names == set(METHOD_NAMES) == set(METHOD_ABOUT) == set(METHOD_STEPS)
    assert set(map(str, Verified)) == set(VERIFIED_WORDS) == set(VERIFIED_SHORT)
    assert set(TRANSFORM_WORDS) == set(NAMES)
    assert set(MEASURE_NAMES) == {entry.method.name for entry in MEASURES}


@given(INPUTS, st.sampled_from(list(METHODS)), st.sampled_from(["en", "ar"]))
def test_any_verdict_can_be_said_whole(inputs: Inputs, method: str, language: str) -> None:
    found = judge(inputs, method)
    with translation.override(language):
        said = [progress_words(found)]
        if found.progress:
            said += [say(warning) for warning in found.progress.warnings]
            said += [say(other.reason) for other in found.progress.also]
            assert set(component_words(found)) <= set(COMPONENT_NAMES)
    for sentence in said:
        assert sentence
        assert not LEFT_OPEN.search(sentence)
        assert not re.match(r"(Progress|Judging): ", sentence)


@pytest.mark.parametrize(
    ("reason", "unit", "said"),
    [
        (
            progress.project([progress.Point(2015, 70), progress.Point(2018, 76)], 2020).reason,
            "%",
            "If it went on by the same amount each year, as from 2015 to 2018, it would come to "
            "80\u202f% in 2020.",
        ),
        (
            inequality.inequality([inequality.Group("a", 60.0), inequality.Group("b", 75.0)])
            .measures["difference"]
            .reason,
            "%",
            "Between the two ends lie 15\u202fpercentage points.",
        ),
    ],
)
def test_numbers_are_written_as_they_are_read(reason: object, unit: str, said: str) -> None:
    assert say(reason, unit) == said  # type: ignore[arg-type]
