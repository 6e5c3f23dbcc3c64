"""Forms of the workbench."""

from waymark.schemes.forms.acts import (
    AdaptationDecision,
    BeginForm,
    CommentForm,
    DecisionForm,
    DocumentForm,
    EditionDecision,
    EditionFile,
    SunsetForm,
    VersionForm,
)
from waymark.schemes.forms.changes import FORMS, OpForm
from waymark.schemes.forms.drafts import (
    Draft,
    EditionForm,
    FactsForm,
    NewForm,
    PartForm,
    RetireForm,
    TextsForm,
)
from waymark.schemes.forms.rule import RuleForm
from waymark.schemes.forms.sources import SourcesForm

PARTS: dict[str, type[PartForm]] = {
    "texts": TextsForm,
    "rule": RuleForm,
    "sources": SourcesForm,
    "facts": FactsForm,
    "retire": RetireForm,
    "new": NewForm,
    "edition": EditionForm,
}
"""The parts of an edition that have a form of their own; everything else is in the document."""

__all__ = [
    "FORMS",
    "PARTS",
    "AdaptationDecision",
    "BeginForm",
    "CommentForm",
    "DecisionForm",
    "DocumentForm",
    "Draft",
    "EditionDecision",
    "EditionFile",
    "OpForm",
    "PartForm",
    "SunsetForm",
    "VersionForm",
]
