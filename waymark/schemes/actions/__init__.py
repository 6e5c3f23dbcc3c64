"""What is done with editions, drafts of editions, mechanisms and national adaptations."""

from waymark.schemes.actions.adaptations.consulting import (
    comment,
    open_comments,
    rework,
    submit_adaptation,
)
from waymark.schemes.actions.adaptations.deciding import decide_adaptation
from waymark.schemes.actions.adaptations.proposing import propose_endorsement
from waymark.schemes.actions.adaptations.writing import (
    add_ops,
    begin_adaptation,
    drop_op,
    rebase_adaptation,
    replace_document,
)
from waymark.schemes.actions.commenting import answer_comment, hide_comment, show_comment
from waymark.schemes.actions.crosswalks import (
    begin_crosswalk,
    decide_crosswalk,
    discard_crosswalk,
    propose_crosswalk,
    rework_crosswalk,
    write_crosswalk,
)
from waymark.schemes.actions.drafts.consulting import (
    comment_on_edition,
    consult_on_edition,
    rework_edition,
    sum_up,
)
from waymark.schemes.actions.drafts.deciding import decide_edition
from waymark.schemes.actions.drafts.writing import begin_edition, discard_edition, write_edition
from waymark.schemes.actions.editions import (
    draft_edition,
    left_to_people,
    load_reference,
    publish_edition,
    take_in,
)
from waymark.schemes.actions.mechanisms import found_mechanism, found_national

__all__ = [
    "add_ops",
    "answer_comment",
    "begin_adaptation",
    "begin_crosswalk",
    "begin_edition",
    "comment",
    "comment_on_edition",
    "consult_on_edition",
    "decide_adaptation",
    "decide_crosswalk",
    "decide_edition",
    "discard_crosswalk",
    "discard_edition",
    "draft_edition",
    "drop_op",
    "found_mechanism",
    "found_national",
    "hide_comment",
    "left_to_people",
    "load_reference",
    "open_comments",
    "propose_crosswalk",
    "propose_endorsement",
    "publish_edition",
    "rebase_adaptation",
    "replace_document",
    "rework",
    "rework_crosswalk",
    "rework_edition",
    "show_comment",
    "submit_adaptation",
    "sum_up",
    "take_in",
    "write_crosswalk",
    "write_edition",
]
