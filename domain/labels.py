"""The Dutch words for the values of the domain: one word for one thing, in mails, exports, chat and on the screen."""

from __future__ import annotations

from domain.dossier import State
from domain.model import Channel, Intent, Kind, Role, Route
from domain.outbox import OutKind, OutState
from domain.reminders import Situation

STATES = {
    State.PROPOSED: "wacht op beoordeling",
    State.CONFIRMED: "telt mee",
    State.SUPERSEDED: "vervangen",
    State.WITHDRAWN: "ingetrokken",
    State.REJECTED: "afgekeurd",
}
KINDS = {
    Kind.PERSONAL: "persoonlijk bericht",
    Kind.AUTO_REPLY: "automatisch antwoord",
    Kind.BOUNCE: "onbestelbaar bericht",
    Kind.LIST: "nieuwsbrief of lijst",
    Kind.EMPTY: "leeg bericht",
}
INTENTS = {
    Intent.PLEDGE: "toezegging",
    Intent.DECLINE: "ziet nu geen mogelijkheden",
    Intent.BOTTLENECK: "knelpunt",
    Intent.QUESTION: "vraag",
    Intent.CORRECTION: "verbetering",
    Intent.WITHDRAWAL: "intrekking",
    Intent.SUPPORT: "vraagt hulp bij onrust",
    Intent.CONTACT: "nieuwe contactgegevens",
    Intent.DEFERRAL: "antwoord volgt",
    Intent.OTHER: "overig",
}
ROLES = {
    Role.TARGET: "taakstelling",
    Role.BACKLOG: "achterstand",
    Role.REALISED: "al gerealiseerd",
    Role.NEED: "tekort",
    Role.CAPACITY: "capaciteit van een locatie",
}
ROUTES = {
    Route.SUPPORT_TEAM: "Ondersteuningsteam Asiel",
    Route.UKRAINE: "team vluchtelingen (Oekraïne)",
    Route.COA: "COA",
}
PERSONAL_DATA = {
    "bsn": "burgerservicenummer",
    "v_number": "V-nummer",
    "iban": "rekeningnummer",
    "medical": "medisch gegeven",
    "client_name": "naam van een cliënt",
}
OUT_KINDS = {
    OutKind.ACKNOWLEDGEMENT: "bevestiging",
    OutKind.ANSWER: "antwoord",
    OutKind.REMINDER: "herinnering",
    OutKind.CODE: "code",
    OutKind.NOTICE: "melding aan onszelf",
    OutKind.TEST: "proef",
}
OUT_STATES = {
    OutState.DUE: "te versturen",
    OutState.CLAIMED: "wordt verstuurd",
    OutState.HANDING_OVER: "wordt overgedragen",
    OutState.SENT: "verstuurd",
    OutState.FAILED: "mislukt",
    OutState.UNKNOWN: "onzeker",
    OutState.CANCELLED: "niet meer nodig",
}
SITUATIONS = {
    Situation.SILENT: "niets gehoord",
    Situation.ANNOUNCED: "antwoord aangekondigd",
    Situation.NO_BOTTLENECKS: "wel plekken, geen knelpunten",
    Situation.CONDITION_PASSED: "datum van de voorwaarde is voorbij",
}
CHANNELS = {
    Channel.EMAIL: "e-mail",
    Channel.FORM: "formulier",
    Channel.TELEGRAM: "Telegram",
    Channel.WEB: "gesprek op het web",
    Channel.TERMINAL: "gesprek in de terminal",
    Channel.TEXT: "tekst",
}
CONTACT_STATES = {"active": "contact", "proposed": "voorgesteld"}
LEFT_ALONE = {"bounced": "adres werkt niet", "opted_out": "wil geen herinneringen", "erased": "gewist"}
