"""The words for where a message stands. What the gate or a provider decided has a name, never a number."""

from __future__ import annotations

from app.base.text import N_

QUEUED = "queued"  #: written by a step, not yet looked at (or put off until morning)
CLEARED = "cleared"  #: consent and address are right; the frequency rule has not been asked yet
READY = "ready"  #: may leave now
SENDING = "sending"  #: handed to a provider; in doubt if we die before the answer
SENT = "sent"  #: the provider accepted it
DELIVERED = "delivered"
NO_ADDRESS = "no_address"
NO_CONSENT = "no_consent"
CAPPED = "capped"
REFUSED = "refused"
BROKEN = "broken"  #: the text could not be written for this customer
UNKNOWN = "unknown"  #: handed over, and nobody can tell what became of it: a person decides

#: Contacts that happened, will happen at once, or may have happened: what a frequency rule counts.
CONTACTS = (READY, SENDING, SENT, DELIVERED, UNKNOWN)

#: Not judged yet, or put off until the morning.
OPEN = (QUEUED, CLEARED)

#: Outcomes after which the next channel of the chain is tried.
FALLS_BACK = (NO_ADDRESS, NO_CONSENT, REFUSED)

LABELS = {
    QUEUED: N_("Waiting"),
    CLEARED: N_("Waiting"),
    READY: N_("About to leave"),
    SENDING: N_("On its way"),
    SENT: N_("Sent"),
    DELIVERED: N_("Delivered"),
    NO_ADDRESS: N_("No address"),
    NO_CONSENT: N_("No consent"),
    CAPPED: N_("Enough for now"),
    REFUSED: N_("Refused"),
    BROKEN: N_("Text incomplete"),
    UNKNOWN: N_("Unclear"),
}
