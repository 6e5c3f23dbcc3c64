"""What is done with editions, mechanisms and national adaptations."""

from waymark.schemes.actions.adaptations.consulting import (
    answer_comment,
    comment,
    open_comments,
    rework,
    submit_adaptation,
)
from waymark.schemes.actions.adaptations.deciding import decide_adaptation
from waymark.schemes.actions.adaptations.writing import (
    add_ops,
    begin_adaptation,
    drop_op,
    rebase_adaptation,
    replace_document,
)
from waymark.schemes.actions.editions import draft_edition, load_reference, publish_edition
from waymark.schemes.actions.mechanisms import found_mechanism, found_national

__all__ = [
    "add_ops",
    "answer_comment",
    "begin_adaptation",
    "comment",
    "decide_adaptation",
    "draft_edition",
    "drop_op",
    "found_mechanism",
    "found_national",
    "load_reference",
    "open_comments",
    "publish_edition",
    "rebase_adaptation",
    "replace_document",
    "rework",
    "submit_adaptation",
]
