"""Gilmok: draw customer journeys, try them on the past, run them from your own computer."""

__version__ = "0.1.0"
