"""Messages about draws and spot checks."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "draw.asked",
    subject=_("Please give chance to the draw %(draw)s"),
    text=_(
        "You were announced as one of those who make the draw fair. Make a secret and give its "
        "fingerprint until %(commit_by)s; give the secret itself after that and until "
        "%(reveal_by)s."
    ),
    params=("draw", "commit_by", "reveal_by"),
)
notices.kind(
    "draw.commit_soon",
    subject=_("The draw %(draw)s waits for your fingerprint"),
    text=_("Without it until %(by)s you will be named as one who kept silent."),
    params=("draw", "by"),
)
notices.kind(
    "draw.reveal_now",
    subject=_("Please reveal your secret for the draw %(draw)s"),
    text=_("It is taken until %(by)s. If too few are revealed, nothing can be drawn."),
    params=("draw", "by"),
)
notices.kind(
    "draw.listed",
    subject=_("Certified cases are drawn for a second look: %(draw)s"),
    text=_(
        "The case of %(city)s is in the list, as every certified case is once. You can find your "
        "own entry. Nothing is left for you to do."
    ),
    params=("draw", "city"),
)
notices.kind(
    "draw.can_draw",
    subject=_("The draw %(draw)s can be held"),
    text=_("All secrets are out, and the last source of chance has come. Enter it, and draw."),
    params=("draw",),
)
notices.kind(
    "draw.too_few",
    subject=_("The draw %(draw)s has failed"),
    text=_("Too few of those who were announced kept their word. Give it up, and announce anew."),
    params=("draw",),
)
notices.kind(
    "draw.due",
    subject=_("A draw for spot checks can be announced"),
    text=_("Certified cases that no draw has had yet: %(count)s."),
    params=("count",),
)
notices.kind(
    "spot.opened_drawn",
    subject=_("Your case was drawn for a second look: %(city)s"),
    text=_(
        "Chance chose it, as anybody can compute. Others than before review what you handed in; "
        "your certificate stays as it is meanwhile."
    ),
    params=("city",),
)
notices.kind(
    "spot.opened_risk",
    subject=_("Your case is looked at a second time: %(city)s"),
    text=_("It was asked for, and not drawn, because of this: %(reason)s"),
    params=("city", "reason"),
)
notices.kind(
    "spot.invited",
    subject=_("Please look again at a certified case: %(city)s"),
    text=_(
        "You are asked to review it for a spot check, until %(due)s, because you had no part in "
        "it. Say first whether you have a tie to the city."
    ),
    params=("city", "due"),
)
notices.kind(
    "spot.delivered",
    subject=_("A review for the spot check of %(city)s is in"),
    text=_("%(person)s has delivered. When all have, conclude the check."),
    params=("city", "person"),
)
notices.kind(
    "spot.concordant",
    subject=_("The second look at %(city)s agrees with the first"),
    text=_("The check came to the same level. The certificate stays as it is."),
    params=("city",),
)
notices.kind(
    "spot.discordant",
    subject=_("The second look at %(city)s came to something else"),
    text=_("The committee decides whether the certificate is confirmed or suspended."),
    params=("city",),
)
notices.kind(
    "spot.to_schedule",
    subject=_("A spot check waits for the committee: %(city)s"),
    text=_("It came to another level than the report. Put it on the agenda of a meeting."),
    params=("city",),
)
notices.kind(
    "spot.on_agenda",
    subject=_("On the agenda: the spot check of %(city)s"),
    text=_("Say whether you have a tie to this city. Then compare both reports before %(starts)s."),
    params=("city", "starts"),
)
notices.kind(
    "spot.replaced",
    subject=_("The second look at %(city)s is not made"),
    text=_("Its certificate is no longer in force; the next one in order takes its place."),
    params=("city",),
)
