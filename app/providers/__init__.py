"""The providers: one folder each, found by looking into this package. The folder's name is the provider's key.

A provider delivers what a channel has written. It takes a batch and answers for each message on its own, so that one
bad recipient never fails or repeats the others.
"""

from __future__ import annotations

from app.providers._contract import Outcome, Outgoing, Provider, Secret, Settings, open_provider, providers

__all__ = ["Outcome", "Outgoing", "Provider", "Secret", "Settings", "open_provider", "providers"]
