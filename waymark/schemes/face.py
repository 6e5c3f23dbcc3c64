"""The sentences of this room's refusals."""

from django.utils.translation import gettext_lazy as _

from waymark.base import reasons, statuses
from waymark.schemes import crosswalk_words  # noqa: F401 - registers its states
from waymark.schemes.discussion import GROUP_NAMES, OUTCOME_NAMES

statuses.register(
    {
        "adaptation.draft": statuses.Status(_("Draft")),
        "adaptation.consultation": statuses.Status(_("Open for comments"), "info"),
        "adaptation.submitted": statuses.Status(_("Asked for endorsement"), "info"),
        "adaptation.returned": statuses.Status(_("Returned"), "warn"),
        "adaptation.refused": statuses.Status(_("Refused"), "bad"),
        "adaptation.endorsed": statuses.Status(_("Endorsed and in force"), "good"),
        "adaptation.outdated": statuses.Status(_("In force, needs a rebase"), "warn"),
        "adaptation.suspended": statuses.Status(_("Suspended"), "bad"),
        "adaptation.withdrawn": statuses.Status(_("Endorsement withdrawn"), "bad"),
        "adaptation.replaced": statuses.Status(_("Replaced")),
        "endorsement.endorse": statuses.Status(_("Endorse"), "good"),
        "endorsement.return": statuses.Status(_("Return"), "warn"),
        "endorsement.refuse": statuses.Status(_("Refuse"), "bad"),
        "endorsement.suspend": statuses.Status(_("Suspend"), "bad"),
        "endorsement.lift": statuses.Status(_("Lift the suspension"), "good"),
        "endorsement.withdraw": statuses.Status(_("Withdraw the endorsement"), "bad"),
        "change.neutral": statuses.Status(_("Neutral")),
        "change.tighter": statuses.Status(_("Asks for more"), "info"),
        "change.deviation": statuses.Status(_("Deviation"), "warn"),
        "edition.draft": statuses.Status(_("Draft")),
        "edition.consultation": statuses.Status(_("Open for comments"), "info"),
        "edition.approved": statuses.Status(_("Approved, not yet in force"), "info"),
        "edition.published": statuses.Status(_("In force"), "good"),
        "edition.superseded": statuses.Status(_("No longer in force")),
        "edition.retired": statuses.Status(_("Given up")),
        "decision.approve": statuses.Status(_("Approve"), "good"),
        "decision.return": statuses.Status(_("Return to be changed"), "warn"),
        "decision.reopen": statuses.Status(_("Take the approval back"), "bad"),
        "class.editorial": statuses.Status(_("Editorial")),
        "class.minor": statuses.Status(_("Minor change"), "info"),
        "class.major": statuses.Status(_("Major change"), "warn"),
        "mechanism.global": statuses.Status(_("Global")),
        "mechanism.national": statuses.Status(_("National"), "info"),
    }
)
statuses.register({f"speaks.{name}": statuses.Status(v) for name, v in GROUP_NAMES.items()})
statuses.register(
    {
        "outcome.taken_up": statuses.Status(OUTCOME_NAMES["taken_up"], "good"),
        "outcome.partly": statuses.Status(OUTCOME_NAMES["partly"], "info"),
        "outcome.not_taken_up": statuses.Status(OUTCOME_NAMES["not_taken_up"]),
        "outcome.answered": statuses.Status(OUTCOME_NAMES["answered"]),
    }
)
reasons.register(
    {
        "edition.exists": _("Version %(version)s of %(scheme)s exists already."),
        "edition.differs": _(
            "Version %(version)s of %(scheme)s was published with another content. "
            "A changed document needs a new version number."
        ),
        "edition.empty": _("It says the same as the edition it starts from."),
        "edition.reused": _("Ids that an earlier edition gave to something else: %(count)s."),
        "edition.version_too_near": _(
            "The version is too near to the former one for a change of this class."
        ),
        "edition.base_superseded": _(
            "Another edition has come into force since this one was begun. Begin anew from that: "
            "you can take this document in and change what is in the way."
        ),
        "edition.comments_open": _("Everybody can comment until %(until)s; decide after that day."),
        "edition.no_summary": _("There is no summary yet of what was taken up from the comments."),
        "edition.not_looked": _(
            "Read what it would mean for cases and for national adaptations, and tick that you did."
        ),
        "edition.no_such_group": _("Say as who you speak."),
        "edition.no_such_outcome": _("There is no such outcome."),
        "edition.said_enough": _(
            "You have written %(most)s comments here already; that is as many as one person can."
        ),
        "edition.other_scheme": _("The document is not an edition of %(scheme)s for everybody."),
        "edition.other_purpose": _("%(scheme)s is for something else than this document."),
        "edition.not_certifying": _("Only schemes that certify are worked on here."),
        "edition.too_many_drafts": _(
            "There are %(most)s drafts already. Give one up before you begin another."
        ),
        "edition.not_discussed": _("It is not open for comments."),
        "edition.sunset_over": _("This day is over. Choose one that is still to come."),
        "mechanism.exists": _("There is a global mechanism already."),
        "mechanism.name_missing": _("The mechanism needs a name."),
        "mechanism.no_global": _("There is no global mechanism yet: it has to be made first."),
        "mechanism.country_has_one": _("%(country)s has a mechanism of its own already."),
        "adaptation.not_national": _("Only a country’s own mechanism adapts a scheme."),
        "adaptation.base_superseded": _(
            "The edition beneath is no longer in force. Begin anew over the one that is."
        ),
        "adaptation.version_exists": _("Version %(version)s of this adaptation exists already."),
        "adaptation.other_overlay": _(
            "The document is another adaptation: country, version and base must stay the same."
        ),
        "adaptation.not_open": _("It is no longer a draft, so its text stays as it is."),
        "adaptation.changed_since": _(
            "Somebody has changed it since you opened the page. Look at it again."
        ),
        "adaptation.no_such_op": _("There is no such change any more."),
        "adaptation.empty": _("It changes nothing yet."),
        "adaptation.has_problems": _("Changes that are not allowed: %(count)s."),
        "adaptation.comments_open": _("Everybody can comment until %(until)s; ask after that day."),
        "adaptation.unanswered": _("Comments without a reply: %(count)s."),
        "adaptation.name_deviations": _("Tick every deviation: an endorsement names all of them."),
        "adaptation.no_reasons": _("Give your reasons in words."),
        "adaptation.comments_closed": _("Comments are not open now."),
        "adaptation.no_such_criterion": _("There is no such criterion."),
        "adaptation.replied_already": _("This comment has a reply already."),
        "adaptation.no_text": _("Write something first."),
        "adaptation.text_too_long": _("Use at most %(most)s characters."),
        "crosswalk.own_work": _("Who wrote it does not decide on it."),
        "crosswalk.unknown_now": _(
            "It names criteria that our edition in force does not have. Mend it first."
        ),
        "crosswalk.other_pair": _("This file is a crosswalk from another scheme than %(other)s."),
        "crosswalk.too_many_drafts": _(
            "There are %(most)s drafts already. Give one up before you begin another."
        ),
    }
)
