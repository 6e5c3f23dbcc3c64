"""What this room keeps."""

from waymark.community.models.matching import (
    Exchange,
    ExchangeWord,
    PeerConsent,
    SuggestionSaid,
)
from waymark.community.models.needs import Need, NeedVersion
from waymark.community.models.providers import Provider, ProviderDraft
from waymark.community.models.requests import RequestWord, SupportRequest

__all__ = [
    "Exchange",
    "ExchangeWord",
    "Need",
    "NeedVersion",
    "PeerConsent",
    "Provider",
    "ProviderDraft",
    "RequestWord",
    "SuggestionSaid",
    "SupportRequest",
]
