"""What this room keeps."""

from waymark.community.models.associations import (
    AssociationMember,
    AssociationMessage,
    Survey,
    SurveyAnswer,
)
from waymark.community.models.cooperation import (
    Cooperation,
    CooperationSide,
    CooperationWord,
)
from waymark.community.models.events import Event, SignUp, Task
from waymark.community.models.matching import (
    Exchange,
    ExchangeWord,
    PeerConsent,
    SuggestionSaid,
)
from waymark.community.models.materials import Material
from waymark.community.models.needs import Need, NeedVersion
from waymark.community.models.policy import (
    PolicyFlag,
    PolicyIssue,
    PolicyJoin,
    PolicyVersion,
    PolicyWord,
)
from waymark.community.models.providers import Provider, ProviderDraft
from waymark.community.models.requests import RequestWord, SupportRequest
from waymark.community.models.spaces import Facilitator, Offer, Party, Proposal, Space
from waymark.community.models.threads import Flag, Post, Thread

__all__ = [
    "AssociationMember",
    "AssociationMessage",
    "Cooperation",
    "CooperationSide",
    "CooperationWord",
    "Event",
    "Exchange",
    "ExchangeWord",
    "Facilitator",
    "Flag",
    "Material",
    "Need",
    "NeedVersion",
    "Offer",
    "Party",
    "PeerConsent",
    "PolicyFlag",
    "PolicyIssue",
    "PolicyJoin",
    "PolicyVersion",
    "PolicyWord",
    "Post",
    "Proposal",
    "Provider",
    "ProviderDraft",
    "RequestWord",
    "SignUp",
    "Space",
    "SuggestionSaid",
    "SupportRequest",
    "Survey",
    "SurveyAnswer",
    "Task",
    "Thread",
]
