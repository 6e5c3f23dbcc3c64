"""What every act on a draft edition needs: the row locked, the facts of its conditions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from waymark.kernel import canonical
from waymark.kernel.flow import Reason, Refused
from waymark.schemes.models import Edition, Scheme
from waymark.schemes.queries import scheme_of
from waymark.schemes.queries.drafts import base_rules, used_before
from waymark.schemes.rules import InvalidDocument, scheme_document
from waymark.schemes.rules import Scheme as SchemeRules
from waymark.schemes.rules.drafting import fits, next_version, reused
from waymark.schemes.rules.overlay import ChangeClass, changes, class_of
from waymark.schemes.rules.publishing import EDITION, EditionFacts


def lock_scheme(slug: str) -> Scheme:
    """The line of a scheme's editions, held before anything else; cases are opened meanwhile."""
    return Scheme.objects.select_for_update(no_key=True).get(pk=slug)


def lock(edition: Edition) -> Edition:
    """The row as it is now, held until the transaction ends; its scheme is held before it."""
    lock_scheme(edition.scheme_id)
    rows = Edition.objects.select_for_update(of=("self",))
    return rows.select_related("scheme", "base").get(pk=edition.pk)


def facts_of(row: Edition, at: datetime, **more: Any) -> EditionFacts:
    """What the conditions of the flow ask for."""
    rules, base = scheme_of(row), base_rules(row)
    return EditionFacts(
        changes=len(changes(base, rules)) if base else 1,
        reused=len(reused(rules, base, used_before(row))),
        version_fits=base is None or fits(row.version, base.version, weight_of(rules, base)),
        base_in_force=in_force(row),
        comments_until=row.comments_until,
        today=at.date(),
        unanswered=row.comments.filter(replied_at=None, hidden_at=None).count(),
        taken_up=row.taken_up,
        **more,
    )


def in_force(row: Edition) -> bool:
    """Whether a draft starts from what is in force: its base, or nothing where nothing is."""
    line = Edition.objects.filter(scheme_id=row.scheme_id, adaptation=None, state="published")
    return line.values_list("pk", flat=True).first() == row.base_id


def weight_of(rules: SchemeRules, base: SchemeRules | None) -> ChangeClass:
    """The class of a draft's change, found by its rules; a first edition is a major one."""
    return class_of(base, rules) if base else ChangeClass.MAJOR


def draft_of(edition: Edition, seen: str) -> Edition:
    """The draft, locked, as its writer saw it. Raises Refused."""
    row = lock(edition)
    if row.state != "draft":
        raise Refused(Reason("adaptation.not_open"))
    if seen != row.sha256:
        raise Refused(Reason("adaptation.changed_since"))
    return row


def keep(row: Edition, rules: SchemeRules, at: datetime) -> Edition:
    """Keep another content of a draft, under a version as far from its base as it has to be.

    Raises InvalidDocument (an id that an earlier edition gave to something else), Refused (the
    document is of another scheme or for something else, or is a national one).
    """
    if rules.id != row.scheme_id or rules.adaptation is not None:
        raise Refused(Reason("edition.other_scheme", {"scheme": row.scheme_id}))
    if rules.purpose != row.scheme.purpose:
        raise Refused(Reason("edition.other_purpose", {"scheme": row.scheme_id}))
    base = base_rules(row)
    problems = reused(rules, base, used_before(row))
    if problems:
        raise InvalidDocument(problems)
    version = version_for(row, rules, base)
    document = {**scheme_document(rules), "version": version}
    row.document = canonical.dumps(document).decode()
    row.sha256, row.version, row.changed_at = canonical.digest(document), version, at
    row.change_class = str(weight_of(rules, base))
    row.save(update_fields=["document", "sha256", "version", "changed_at", "change_class"])
    return row


def version_for(row: Edition, rules: SchemeRules, base: SchemeRules | None) -> str:
    """The version that a document names, where it is free and far enough; else the next one."""
    others = Edition.objects.filter(scheme_id=row.scheme_id).exclude(pk=row.pk)
    taken = set(others.values_list("version", flat=True))
    if base is None:
        if rules.version in taken:
            raise Refused(
                Reason("edition.exists", {"scheme": row.scheme_id, "version": rules.version})
            )
        return rules.version
    weight = weight_of(rules, base)
    if rules.version not in taken and fits(rules.version, base.version, weight):
        return rules.version
    return next_version(base.version, weight, taken)


def take(row: Edition, step: str, facts: EditionFacts) -> None:
    """Move on by a step, if it may be taken. Raises Refused with every reason."""
    row.state = EDITION.step(step, row.state, facts).target
