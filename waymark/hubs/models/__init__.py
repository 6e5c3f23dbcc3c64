"""Rows of hubs."""

from waymark.hubs.models.calls import Call, CallQuestion
from waymark.hubs.models.hubs import Agreement, AgreementAnswer, Hub

__all__ = ["Agreement", "AgreementAnswer", "Call", "CallQuestion", "Hub"]
