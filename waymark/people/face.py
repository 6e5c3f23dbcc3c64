"""What this room adds to every page: menu entries, words for its states and refusals, the demo."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waymark.base import face, reasons, statuses
from waymark.people import queries
from waymark.people.forms.bodies import GROUPS, KINDS, ROLES
from waymark.people.forms.workspaces import KINDS as PLACES

statuses.register(
    {
        "request.pending": statuses.Status(_("Waiting for the secretariat"), "warn"),
        "request.admitted": statuses.Status(_("Admitted"), "good"),
        "request.refused": statuses.Status(_("Refused"), "bad"),
        "invitation.open": statuses.Status(_("Waiting for an answer"), "warn"),
        "invitation.expired": statuses.Status(_("Expired"), "bad"),
        "seat.open": statuses.Status(_("Held now"), "good"),
        "seat.coming": statuses.Status(_("Begins later"), "info"),
        "seat.ended": statuses.Status(_("Ended")),
        "role.lead": statuses.Status(_("Lead"), "info"),
        "role.editor": statuses.Status(_("Editor")),
        "role.signatory": statuses.Status(_("Signatory"), "info"),
        "role.viewer": statuses.Status(_("Viewer")),
        "role.contributor": statuses.Status(_("Contributor")),
        "interest.employee": statuses.Status(_("Work")),
        "interest.adviser": statuses.Status(_("Advice")),
        "interest.family": statuses.Status(_("Somebody close")),
        "interest.funding": statuses.Status(_("Money")),
        "interest.other": statuses.Status(_("Other")),
        **{f"place.{kind}": statuses.Status(label) for kind, label in PLACES},
        **{f"body.{kind}": statuses.Status(label) for kind, label in KINDS.items()},
        **{f"seatgroup.{group}": statuses.Status(label) for group, label in GROUPS.items()},
        **{f"seatrole.{role}": statuses.Status(label) for role, label in ROLES.items()},
    }
)
reasons.register(
    {
        "body.global_only": _("Stewards serve all countries: leave the country empty."),
        "body.no_part": _("Only a technical team can be part of another one, and of a whole one."),
        "seat.secondment_without_end": _("A secondment needs a last day."),
        "seat.group_missing": _("Choose one of the groups that have seats in this committee."),
        "seat.group_of_a_member": _("Only a member or the chair has a seat of a group."),
        "seat.deputy_of_nobody": _(
            "A deputy stands in for one member who has a seat now; nobody else does."
        ),
        "seat.term_too_long": _("A term in this committee ends after %(months)s months at most."),
        "seat.rotates": _(
            "This committee rotates: after %(terms)s terms in a row comes a pause of a year."
        ),
        "composition.groups": _("A group has between 0 and %(most)s seats."),
        "composition.terms": _("Give months and terms as small whole numbers."),
        "composition.term_missing": _("Say how long a term is, so that terms can be counted."),
        "availability.most": _("At most %(limit)s reviews at once."),
        "availability.days": _("Give the first and the last day, in this order."),
        "organisation.wrong_kind": _("Choose a kind."),
        "organisation.other_country": _("This place lies in another country."),
        "text.control_character": _("The text holds an invisible control character."),
        "text.surrogate": _("The text holds half of a character."),
        "text.too_many_marks": _("The text holds too many marks on one letter."),
        "request.place_or_name": _("Choose one of the places, or say that yours is new."),
        "request.other_country": _("This place lies in another country."),
        "request.member_already": _("You work in this workspace already."),
        "request.asked_already": _("You have asked for this already. The secretariat will answer."),
        "request.office_missing": _("Say in which office you work."),
        "request.reason_missing": _("Give a reason: the person who asked will read it."),
        "request.decided_already": _("Somebody else has decided this request meanwhile."),
        "invitation.unknown": _("This invitation does not exist, or a newer one was sent."),
        "invitation.accepted": _("This invitation has been accepted already."),
        "invitation.withdrawn": _("This invitation was taken back, or a newer one was sent."),
        "invitation.expired": _("This invitation has expired. Ask for a new one."),
        "invitation.other_address": _(
            "This invitation was sent to another address. Add that address to your account, or "
            "log in with the account that has it."
        ),
        "invitation.member_already": _("You work in this workspace already."),
        "invitation.member_already_there": _("A member of this workspace has this address."),
        "invitation.open_already": _(
            "This address has an open invitation. You can send it again or take it back."
        ),
        "contributions.closed": _(
            "This city takes no contributions now. Its lead can open it to them under “People”."
        ),
        "member.wrong_role": _("Choose one of the roles."),
        "heir.no_reason": _("Say why: it stays on record."),
        "heir.place_there": _("The place has not ended: its own lead invites people."),
        "heir.not_theirs": _("Choose somebody who works for what the place became."),
        "heir.is_in": _("She works in this workspace already."),
        "member.other_department": _("This department belongs to another city."),
        "member.last_lead": _(
            "A workspace needs a lead. Make somebody else lead first, then try again."
        ),
        "member.ended_already": _("This membership has ended or changed meanwhile."),
        "department.name_missing": _("Give the department a name."),
        "department.name_taken": _("There is a department “%(name)s” already."),
        "body.wrong_kind": _("Choose one of the kinds of body."),
        "body.name_missing": _("Give the body a name."),
        "seat.wrong_role": _("A body of this kind has no such seat."),
        "seat.ends_before_it_begins": _("The term ends before it begins."),
        "seat.held_already": _("This person has a seat here in that time."),
        "seat.account_closed": _("This account is closed."),
        "seat.ended_already": _("This seat has ended already."),
        "seat.last_secretary": _("The secretariat can't be left without anybody."),
        "user.address_taken": _("Somebody has this address: %(email)s."),
        "user.name_missing": _("Give a name."),
        "user.unknown_language": _("Choose one of the languages."),
        "user.unknown_time_zone": _("Choose one of the time zones."),
        "user.unknown_digest": _("Choose how often."),
        "interest.wrong_kind": _("Choose what ties you to it."),
        "interest.in_nothing": _("Name a city, a region or an organisation."),
        "interest.ends_before_it_begins": _("It ends before it begins."),
        "interest.unknown": _("There is no such interest of yours."),
    }
)


@face.menu
def entries(request: HttpRequest) -> Iterator[face.Entry]:
    """A person's own pages, and the secretariat's."""
    if not request.user.is_authenticated:
        return
    workspaces = face.address("people:workspaces")
    yield face.Entry(gettext("Workspaces"), workspaces, order=20, work=True)
    yield face.Entry(gettext("Your account"), face.address("people:account"), "user", 80)
    yield face.Entry(gettext("Interests"), face.address("people:interests"), "user", 81)
    waiting = queries.requests_waiting(request.user)
    if waiting is not None:
        requests = face.address("people:requests")
        yield face.Entry(gettext("Requests"), requests, order=60, count=waiting, work=waiting > 0)
        yield face.Entry(gettext("Bodies"), face.address("people:bodies"), order=65)


@face.demo
def demo(request: HttpRequest) -> face.Demo | None:
    """Everybody whose place a visitor of the demo may take."""
    houses: dict[str, list[face.DemoPerson]] = {"": []}
    for user in queries.demo_people():
        house, _, role = user.demo_role.rpartition(": ")
        current = user == request.user  # a closed list shows her option without its heading
        shown = user.demo_role if current else role
        person = face.DemoPerson(user.pk, user.name, shown, house, current=current)
        houses.setdefault(house, []).append(person)
    return face.Demo(
        face.address("people:act_as"), [one for people in houses.values() for one in people]
    )
