"""Writes of people, workspaces, bodies and interests."""

from waymark.people.actions.advising import note_advice
from waymark.people.actions.bodies import create_body, end_seat, give_seat, set_composition
from waymark.people.actions.contributing import open_contributions
from waymark.people.actions.heirs import let_heir_in
from waymark.people.actions.invitations import (
    accept_invitation,
    invitation_token,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from waymark.people.actions.members import (
    add_department,
    change_member,
    end_membership,
    leave_workspace,
    remove_department,
    rename_department,
)
from waymark.people.actions.persons import (
    create_user,
    deactivate_user,
    declare_interest,
    edit_profile,
    end_interest,
    remove_factors,
    set_password,
)
from waymark.people.actions.requests import admit_workspace, ask_workspace, refuse_workspace
from waymark.people.actions.reviewing import (
    edit_organisation,
    make_organisation,
    save_availability,
)

__all__ = [
    "accept_invitation",
    "add_department",
    "admit_workspace",
    "ask_workspace",
    "change_member",
    "create_body",
    "create_user",
    "deactivate_user",
    "declare_interest",
    "edit_organisation",
    "edit_profile",
    "end_interest",
    "end_membership",
    "end_seat",
    "give_seat",
    "invitation_token",
    "invite",
    "leave_workspace",
    "let_heir_in",
    "make_organisation",
    "note_advice",
    "open_contributions",
    "refuse_workspace",
    "remove_department",
    "remove_factors",
    "rename_department",
    "resend_invitation",
    "save_availability",
    "set_composition",
    "set_password",
    "withdraw_invitation",
]
