"""Personal links to the public form: they stand for a contact and hold no name and no address.

The mark in a link follows from a secret of this database, the campaign, the gemeente and the address. It is the same in
every mail to that person, and nothing is kept of it: who was erased or is no longer a contact is not found any more.
"""

from __future__ import annotations

import hashlib
import hmac

from domain.reminders import Contact
from storage.contacts import Contacts
from storage.database import Database
from storage.form_tables import LINK_SECRET

LENGTH = 32
"""Hexadecimal characters of a mark: 128 bits, which nobody guesses."""


class FormLinks:
    """Offers `domain.sending.FormLinks`; reads only."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._contacts = Contacts(db)

    def mark(self, campaign: str, gemeente: str, address: str) -> str:
        """What the link of this person holds, in this campaign."""
        secret = str(self._db.value("SELECT value FROM secrets WHERE name = ?", (LINK_SECRET,)))
        told = "\n".join((campaign, gemeente, address.strip().lower()))
        return hmac.new(bytes.fromhex(secret), told.encode(), hashlib.sha256).hexdigest()[:LENGTH]

    def person(self, campaign: str, gemeente: str, mark: str) -> Contact | None:
        """The active contact of the gemeente, or who stands in for one, whose link this is; nobody who was erased."""
        known = self._contacts.of(gemeente)
        stand_ins = [Contact(gemeente, contact.substitute) for contact in known if contact.substitute]
        for contact in (*known, *stand_ins):
            own = self.mark(campaign, gemeente, contact.address)
            if hmac.compare_digest(own.encode(), mark.encode()):
                return None if self._contacts.left_alone(contact.address) == "erased" else contact
        return None
