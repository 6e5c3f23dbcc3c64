"""The words of draws and spot checks: of what is refused, and of their states."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from waymark.assessments.rules.spot.messages import MESSAGES
from waymark.base import reasons, statuses

reasons.register({key: _(text) for key, text in MESSAGES.items()})  # marked where they stand
reasons.register(
    {
        "spot.policy_reason": _("Say why: everybody can read it."),
        "spot.reason_missing": _("Say what risk you see: the city reads it."),
        "spot.no_certificate": _("There is no certificate in force that could be checked."),
        "spot.open_already": _("Such a check of this case is under way already."),
        "spot.not_drawn": _("Only a drawn case is replaced by the next one in order."),
        "spot.no_cause": _("Nothing stands in the way of this check, so it has to be made."),
        "spot.concordant": _("This check agrees with the report, or is not concluded yet."),
        "spot.discordant": _("This check does not agree with the report."),
        "spot.on_agenda": _("This check is on an agenda already."),
        "spot.declared": _("You have said so already. A tie that came up can be told at any time."),
        "draw.running": _("Another draw of this mechanism is under way."),
        "draw.no_policy": _("Set first how many cases are drawn."),
        "draw.nobody": _("There is no certified case that no draw has had yet."),
        "draw.bad_fingerprint": _("A fingerprint is 64 hex digits."),
        "draw.other_secret": _("This is not the secret that you gave the fingerprint of."),
        "draw.committed": _("Your fingerprint has been taken down already."),
        "draw.revealed": _("Your secret has been taken down already."),
        "draw.silent": _("You gave no fingerprint in time, so no secret can be taken."),
        "draw.not_committing": _("Fingerprints are not taken now."),
        "draw.not_revealing": _("Secrets are not taken now."),
        "draw.not_sealed": _("The announcement is not in the ledger yet. Try again in a minute."),
        "draw.beacon_not_yet": _("The last source of chance has not come yet."),
        "draw.beacon_future": _("This time has not come yet."),
        "draw.not_failed": _("A draw is given up only where too few parties gave chance."),
        "draw.open_checks": _("Checks that are not settled yet: %(count)s."),
        "party.at_desk": _("%(name)s sits in the secretariat that runs the draw."),
        "party.in_frame": _("%(name)s works for a city that can be drawn."),
        "party.closed": _("The account of %(name)s was closed."),
        "party.twice": _("Somebody is named twice."),
        "independence.acted": _("Took a step of this case, or wrote its decision down"),
        "assignment.no_questions": _("A spot check is made without questions to the city."),
        "ballot.other_choice": _("This can’t be voted for on this item."),
    }
)
statuses.register(
    {
        "draw.committing": statuses.Status(_("Fingerprints are collected"), "info"),
        "draw.revealing": statuses.Status(_("Secrets are revealed"), "info"),
        "draw.waiting": statuses.Status(_("Waits for the last source of chance"), "info"),
        "draw.drawing": statuses.Status(_("To draw"), "warn"),
        "draw.too_few": statuses.Status(_("Too little chance was given"), "bad"),
        "draw.checking": statuses.Status(_("Drawn, being checked"), "info"),
        "draw.closed": statuses.Status(_("Closed"), "good"),
        "draw.failed": statuses.Status(_("Given up: too little chance"), "bad"),
        "check.note": statuses.Status(_("Worth knowing"), "info"),
        "spot.open": statuses.Status(_("Being checked"), "info"),
        "spot.concordant": statuses.Status(_("Agrees"), "good"),
        "spot.discordant": statuses.Status(_("Does not agree"), "bad"),
        "spot.settled": statuses.Status(_("Did not agree; decided"), "warn"),
        "spot.withdrawn": statuses.Status(_("Not made")),
        "spot.drawn": statuses.Status(_("Drawn"), "info"),
        "spot.risk": statuses.Status(_("Asked for"), "warn"),
        "steward.to_declare": statuses.Status(_("Declare ties first"), "warn"),
        "steward.tied": statuses.Status(_("Closed to you: a tie")),
        "steward.to_propose": statuses.Status(_("Waits for your proposal"), "warn"),
        "steward.proposed": statuses.Status(_("You have proposed"), "good"),
        "party.revealed": statuses.Status(_("Secret revealed"), "good"),
        "party.committed": statuses.Status(_("Fingerprint given"), "info"),
        "party.waiting": statuses.Status(_("Nothing given yet")),
        "party.silent": statuses.Status(_("Kept silent"), "bad"),
        "party.not_revealed": statuses.Status(_("Did not reveal"), "bad"),
        "confirm": statuses.Status(_("Confirmed"), "good"),
        "suspend": statuses.Status(_("Suspended"), "warn"),
    }
)

CAUSES = {
    "revoked": _("The certificate was revoked."),
    "expired": _("The certificate has expired."),
    "superseded": _("Another certificate has taken its place."),
    "withdrawn": _("There is no certificate any more."),
}
