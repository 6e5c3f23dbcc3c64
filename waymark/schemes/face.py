"""The sentences of this room's refusals."""

from django.utils.translation import gettext_lazy as _

from waymark.base import reasons, statuses

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
        "class.editorial": statuses.Status(_("Editorial")),
        "class.minor": statuses.Status(_("Minor change"), "info"),
        "class.major": statuses.Status(_("Major change"), "warn"),
        "mechanism.global": statuses.Status(_("Global")),
        "mechanism.national": statuses.Status(_("National"), "info"),
    }
)
reasons.register(
    {
        "edition.exists": _("Version %(version)s of %(scheme)s exists already."),
        "edition.differs": _(
            "Version %(version)s of %(scheme)s was published with another content. "
            "A changed document needs a new version number."
        ),
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
    }
)
