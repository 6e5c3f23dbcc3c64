"""What checking a draw's record says, in words: message key -> English sentence.

The sentences are marked for the message catalogues here and translated where they are shown:
`explain(check, gettext)`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping


def _(text: str) -> str:
    """Mark a sentence for translation."""
    return text


OUTCOMES: Mapping[str, str] = {
    "valid": _("This draw is valid: the selection follows from what was fixed beforehand."),
    "not_valid": _("This draw is not valid."),
    "could_not_check": _("Not everything about this draw could be checked."),
}

READING: Mapping[str, str] = {
    "draw.not_json": _("The file cannot be read as JSON (%(where)s: %(why)s)."),
    "draw.other_format": _("The file is not the record of a draw (%(format)s)."),
    "draw.bad_part": _("A part of the record is missing or not of its form: %(part)s."),
    "draw.bad_announcement": _("A part of the announcement is missing or wrong: %(part)s."),
    "draw.bad_moment": _("A moment can’t be read: %(text)s."),
    "draw.bad_plan": _("What was announced as the last source of chance can’t be read."),
    "draw.bad_beacon": _("What the last source of chance gave can’t be read."),
    "draw.bad_share": _("A share is two whole numbers, such as 1 of 10, and a minimum."),
    "draw.empty_share": _("A share that never draws anybody is none: give a rate or a minimum."),
    "draw.bad_entry": _("An entry of the list is not of its form: %(leaf)s."),
    "draw.bad_line": _("A text is empty or holds a line break."),
    "draw.bad_secret": _("A secret is 32 to 128 hex digits, in lower case."),
    "draw.bad_figures": _("Give the figures alone: 1 to 6 for dice, 0 to 9 for digits."),
    "draw.few_figures": _("%(have)s figures are too little chance: at least %(need)s are needed."),
}

RULES: Mapping[str, str] = {
    "draw.leaf_twice": _("An entry is in the list twice: %(leaf)s."),
    "draw.stratum_without_policy": _("For “%(stratum)s” no share was fixed."),
    "draw.days_out_of_order": _("The days are not in order: announced, committed, revealed."),
    "draw.beacon_too_early": _(
        "The last source of chance has to come after the secrets are revealed."
    ),
    "draw.fallback_too_early": _("What takes its place has to come later than the source itself."),
    "draw.few_parties": _("At least %(need)s parties have to give chance, and to reveal it."),
    "draw.related_parties": _("Two parties are of one organisation."),
    "draw.unknown_party": _("Somebody who was not announced gave chance, or one gave it twice."),
    "draw.bad_reveal": _("The secret of %(party)s is not the one that it had committed to."),
    "draw.too_little_chance": _(
        "Too few unrelated parties revealed their secrets: %(need)s are needed."
    ),
}

CHECKS: Mapping[str, str] = {
    "form.ok": _("The file has the form of a draw’s record."),
    "announcement.ok": _("The announcement has the fingerprint %(hash)s."),
    "announcement.wrong": _("The announcement’s fingerprint is %(hash)s, not the one stated."),
    "frame.ok": _("The list of %(applications)s applications is the one that was announced."),
    "frame.wrong": _("The list of %(applications)s applications is not the one announced."),
    "seal.none": _("The announcement was not sealed in a public ledger."),
    "seal.wrong": _("The seal of the public ledger does not hold."),
    "seal.other": _("The seal of the public ledger is that of something else."),
    "seal.ok": _("The announcement is in the ledger %(origin)s, among its first %(size)s records."),
    "seal.own_key": _(
        "The announcement is sealed in a ledger, among its first %(size)s records, by the key that "
        "the record brings along: %(key)s. Compare it with the ledger’s key that you know."
    ),
    "party.unknown": _("Chance came from somebody who was not announced: %(party)s."),
    "party.silent": _("%(name)s gave nothing."),
    "party.not_revealed": _("%(name)s did not reveal the secret."),
    "party.ok": _("%(name)s revealed the secret committed to, and so witnessed the announcement."),
    "party.wrong": _("The secret of %(name)s is not the one committed to."),
    "parties.ok": _("%(have)s unrelated parties revealed their secrets; %(need)s are needed."),
    "parties.wrong": _(
        "%(have)s parties revealed their secrets; %(need)s unrelated ones are needed."
    ),
    "days.ok": _("Everything was given in time, the last secret before %(reveal_by)s."),
    "days.wrong": _("Something was given too early or too late (limit: %(reveal_by)s)."),
    "beacon.other": _("The last source of chance is not the one announced."),
    "beacon.fallback": _(
        "The source that takes the other’s place was used. Look whether the first one did fail."
    ),
    "beacon.drand.ok": _("drand, a public beacon, signed round %(round)s at %(at)s."),
    "beacon.drand.wrong": _("drand has not signed round %(round)s like this."),
    "beacon.look_up": _(
        "Look up yourself whether these figures came up: %(figures)s (%(source)s). Then check "
        "again and give what you found."
    ),
    "beacon.figures.ok": _("The figures are those that you found yourself (%(source)s)."),
    "beacon.figures.wrong": _(
        "The figures %(figures)s are not those that you found yourself (%(source)s)."
    ),
    "seed.ok": _("The seed follows from all this: %(seed)s."),
    "seed.wrong": _("The seed is %(seed)s, not the one stated."),
    "stratum.ok": _(
        "%(stratum)s: the %(drawn)s drawn of %(applications)s follow from the seed; each had the "
        "chance %(chance)s."
    ),
    "stratum.wrong": _(
        "%(stratum)s: other applications are stated than the %(drawn)s of %(applications)s that "
        "follow from the seed."
    ),
    "strata.others": _("Something is stated as drawn that was not in the announcement."),
    "substitution.ok": _("%(into)s took the place of %(out)s and is the next in order."),
    "substitution.wrong": _("%(into)s is not the next in order in place of %(out)s."),
}

MESSAGES: Mapping[str, str] = {**READING, **RULES, **CHECKS}


def explain(key: str, params: Mapping[str, str | int], translate: Callable[[str], str] = _) -> str:
    """The sentence of a message key with its values, through `translate` (gettext)."""
    return translate(MESSAGES[key]) % dict(params)


def verdict(outcome: str, translate: Callable[[str], str] = _) -> str:
    """What a record comes to, in one sentence."""
    return translate(OUTCOMES[outcome])
