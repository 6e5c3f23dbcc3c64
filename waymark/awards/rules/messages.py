"""What the checks say, in words: message key -> English sentence with named placeholders.

The sentences are marked for the message catalogues here and translated where they are shown:
`explain(check, gettext)`.
"""

from collections.abc import Callable, Mapping


def _(text: str) -> str:
    """Mark a sentence for translation."""
    return text


MESSAGES: Mapping[str, str] = {
    "outcome.valid": _("This certificate is valid."),
    "outcome.not_valid": _("This certificate is not valid."),
    "outcome.could_not_check": _("This certificate could not be checked."),
    "structure.ok": _("The file has the form of a certificate."),
    "structure.not_json": _("The file cannot be read as JSON (%(where)s: %(why)s)."),
    "structure.not_object": _("The file is JSON, but not a certificate."),
    "structure.too_large": _("The file is larger than a certificate can be (%(limit)s bytes)."),
    "structure.too_complex": _("The file is more tangled than a certificate can be."),
    "structure.control_character": _(
        "The file holds control characters, which a certificate never does."
    ),
    "structure.keyword": _("The file uses “%(term)s”, which a certificate never does."),
    "structure.forbidden_term": _("The file uses “%(term)s”, which has no agreed meaning."),
    "structure.missing": _("A part that every certificate has is missing or wrong: %(part)s."),
    "contexts.ok": _("Its terms are those of Open Badges 3.0 and nothing redefines them."),
    "contexts.inline": _("The file redefines the meaning of its own terms."),
    "contexts.not_pinned": _("The file relies on vocabularies other than those of a certificate."),
    "dates.ok": _("The date asked about lies between %(valid_from)s and %(valid_until)s."),
    "dates.malformed": _("A date is missing or cannot be read."),
    "dates.not_yet": _("The certificate becomes valid only on %(valid_from)s."),
    "dates.expired": _("The certificate expired on %(valid_until)s."),
    "dates.signed_later": _("The certificate was signed after the date asked about (%(created)s)."),
    "issuer.ok": _("The issuer, %(did)s, is in the trust file."),
    "issuer.no_trust": _("No trust file was given, so nobody vouches for the issuer, %(did)s."),
    "issuer.unknown": _("The trust file does not know the issuer, %(did)s."),
    "key.ok": _("The key %(method)s belongs to the issuer and may sign for it."),
    "key.foreign": _("The certificate was signed in the name of somebody other than its issuer."),
    "key.not_authorised": _("The issuer does not, or no longer, let the key %(method)s sign."),
    "key.no_issuer": _("The key cannot be looked up without a known issuer."),
    "proof.ok": _("The signature %(suite)s matches the content."),
    "proof.broken": _("The signature %(suite)s does not match: something was changed."),
    "proof.not_run": _("The signature %(suite)s was not checked: an earlier check decided."),
    "proof.malformed": _(
        "The signatures are not the two that every certificate carries, in the form they have."
    ),
    "status.ok": _("It was not revoked as of %(as_of)s, the date of the issuer's list."),
    "status.revoked": _("The issuer has revoked it (list of %(as_of)s)."),
    "status.not_run": _("Whether it was revoked was not looked up: an earlier check decided."),
    "status.no_list": _(
        "Whether it was revoked cannot be told: the trust file lacks the issuer's list."
    ),
    "status.untrusted": _(
        "Whether it was revoked cannot be told: the list is not one that the issuer signed."
    ),
    "status.stale": _(
        "Whether it was revoked cannot be told: the list ended on %(valid_until)s. Get a newer one."
    ),
    "status.early": _(
        "Whether it was revoked cannot be told: the list was made after the date asked about "
        "(%(as_of)s)."
    ),
    "trust.malformed": _("The trust file lacks its form, or speaks twice for one issuer."),
}


def explain(key: str, params: Mapping[str, str], translate: Callable[[str], str] = _) -> str:
    """The sentence of a message key with its values, through `translate` (gettext)."""
    return translate(MESSAGES[key]) % dict(params)
