"""Gestures: one object each, from its first press to its release or cancel."""
