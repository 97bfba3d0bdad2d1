"""What the assistant says: plain Dutch, short, `u`."""

from __future__ import annotations

from collections.abc import Sequence

from domain.answers import Answer, Passage
from domain.wording import MONTHS, day_text

MENU = (("Plekken melden", "menu-melden"), ("Wat hebben wij gemeld?", "menu-stand"), ("Medewerker", "menu-mens"))
YES_NO = (("Ja", "ja"), ("Nee", "nee"))

WHAT_CAN_I_DO = "Stel uw vraag, of meld wat uw gemeente kan doen."
OTHER_KIND = "Ik lees alleen tekst. Kunt u het in een paar woorden typen?"
DONE_ALREADY = "Dat had ik al verwerkt; ik doe het geen tweede keer."
OLD_BUTTON = "Deze knop hoort bij een eerdere vraag. Daar doe ik nu niets meer mee."
NOT_UNDERSTOOD = "Dat heb ik niet goed begrepen. Typ annuleer als u wilt stoppen, of medewerker voor hulp."
STARTED_ANEW = "Ik ben bijgewerkt en weet niet meer waar wij waren. Wilt u uw laatste bericht opnieuw sturen?"
NOTHING_TO_CANCEL = "Er is nu niets om te annuleren."
CANCELLED = "Goed, ik heb deze melding weggegooid. Er is niets van vastgelegd."
UNCHANGED = "Goed, er verandert niets."
LOST_BY_STOP = "De melding waar u mee bezig was, is niet vastgelegd."
NOT_REPORTED = "Goed, dat leg ik niet vast."
WHICH_FIGURE = "Ik weet niet zeker welk aantal u wilt wijzigen. Typ bijvoorbeeld: niet 6 maar 8."
MAIL_COMING = "Een mail kan een paar minuten onderweg zijn. Kijk ook bij de ongewenste mail."
EDITED_RECORDED = (
    "U hebt een bericht aangepast dat al is vastgelegd. Daar verandert nu niets aan. Maak eerst deze melding af; "
    "typ daarna bijvoorbeeld “maak er 15 van”."
)
QUESTION_LATER = "Op uw vraag weet ik geen zeker antwoord. Typ medewerker, dan geef ik die door. Eerst uw melding:"
REMARKED = "Uw opmerking zet ik erbij, voor de medewerker die uw melding leest."
COMPLAINT = "Dat is vervelend, en dit lost het niet op. Zal ik uw bericht doorgeven aan een medewerker?"
PROVEN_LATER = " Meldde u eerder iets zonder code? Dat telt nog niet mee. Meld het opnieuw, dan telt het meteen."
EDITED = "Uw verbetering is overgenomen."
NO_PLEDGES_HERE = (
    "In een groep beantwoord ik alleen vragen. Een melding doet u in een eigen gesprek met mij: "
    "stuur mij daar een bericht."
)
NOT_IN_GROUP = "Dat doe ik alleen in een eigen gesprek. Stuur mij daar een bericht."
HELD = "Een medewerker kijkt er eerst naar; daarna telt het mee."
STOPPED = (
    "Goed. Ik stuur u uit mijzelf geen berichten meer. Stelt u een vraag, dan krijgt u gewoon antwoord. "
    "Wilt u weer berichten, typ dan start."
)
HANDED_ON = (
    "Ik heb het doorgegeven aan een medewerker. Het antwoord komt hier in dit gesprek. "
    "Intussen kunt u gewoon verder met mij."
)
NOT_HANDED_ON = "Goed, dan geef ik het niet door."
ASK_ERASE = (
    "Ik wis dan wat u hier hebt getypt, uw naam en het adres waarmee u bewees wie u bent. Wat voor de gemeente is "
    "vastgelegd (de aantallen en de zinnen waar die op berusten) blijft staan; dat is van de gemeente. Zal ik wissen?"
)
ERASED = "Alles van dit gesprek is gewist. Typt u weer iets, dan beginnen wij opnieuw."
NOT_ERASED = "Goed, ik heb niets gewist."
NO_PRIVATE_DATA = (
    "In uw bericht staan persoonsgegevens van iemand, zoals een BSN of een naam. Stuurt u die alstublieft niet; "
    "voor een melding zijn ze niet nodig."
)


def greeting(title: str, mailbox: str) -> str:
    """The first thing that anybody hears: what this is, who can take over, what is kept."""
    return (
        f"Goedendag. U praat met een computerprogramma van de VNG over {title}. Ik beantwoord vragen en neem meldingen "
        f"van gemeenten aan. Een medewerker kan het gesprek overnemen: typ medewerker, of mail naar {mailbox}.\n\n"
        "Ik bewaar wat u typt, om het te beantwoorden en vast te leggen. Meer daarover: typ privacy."
    )


def group_greeting(title: str) -> str:
    """The same in a group."""
    return (
        f"Goedendag. Ik ben een computerprogramma van de VNG en beantwoord vragen over {title}. "
        "Ik bewaar de berichten die aan mij gericht zijn. Melden gaat in een eigen gesprek met mij."
    )


HELP = (
    "U kunt gewoon typen wat u wilt weten of melden. Bijvoorbeeld:\n"
    "• Wanneer moeten wij reageren?\n"
    "• Wij kunnen 12 plekken regelen voor statushouders\n"
    "• maak er 15 van\n"
    "• trek in\n"
    "• Wat hebben wij toegezegd?\n\n"
    "Deze woorden werken altijd: help, privacy, mijngegevens, verwijder, stop, medewerker en annuleer. "
    "Elke knop kunt u ook typen."
)


def privacy(mailbox: str, kept: str) -> str:
    """What is kept, why and for how long; `kept` ends a sentence that begins with "Ik bewaar het"."""
    return (
        "Wat ik bewaar: wat u typt, uw naam zoals de app die geeft, en het adres waarmee u bewijst dat u namens een "
        "gemeente spreekt. Dat is nodig om te antwoorden, en om te kunnen laten zien waar een toezegging op berust. "
        "Alles staat op een computer van de VNG; er gaat niets naar een ander bedrijf om het te lezen.\n\n"
        f"Ik bewaar het {kept}, of langer als een medewerker er dan nog mee bezig is. Daarna blijven alleen de cijfers "
        "van de gemeente, met de zin waar zij op berusten. Zien wat ik van u heb: typ mijngegevens. "
        f"Wissen: typ verwijder. Vragen hierover: {mailbox}.\n\n"
        "Stuur geen namen of nummers van statushouders."
    )


def my_data(since: str, count: int, name: str, proven: Sequence[tuple[str, str]], claimed: Sequence[str] = ()) -> str:
    """What is kept of this conversation; `proven` are pairs of gemeente and address; `claimed` what was only said."""
    lines = [
        f"Dit gesprek begon op {since}. Ik bewaar er {count} {'bericht' if count == 1 else 'berichten'} van u van.",
        f"Uw naam zoals ik die kreeg: {name}." if name else "Uw naam heb ik niet.",
    ]
    lines += [f"U hebt laten zien dat u spreekt namens {gemeente}, met {address}." for gemeente, address in proven]
    lines += [f"U schreef dat u van {gemeente} bent. Dat is niet nagegaan." for gemeente in claimed]
    if not proven:
        lines.append("U hebt nog niet laten zien dat u namens een gemeente spreekt.")
    return "\n".join(lines) + "\n\nWissen: typ verwijder."


def answer_text(answer: Answer) -> str:
    """An answer with where it comes from."""
    return "\n\n".join([answer.text, *(_source(source) for source in answer.sources[:2] if _source(source))])


def _source(source: Passage) -> str:
    when = f"{MONTHS[source.date.month - 1]} {source.date.year}" if source.month_only else day_text(source.date)
    quoted = f": “{source.passage.strip()}”" if source.passage else ""
    return f"Bron: {source.title}, {when}{quoted}"


def claimed(gemeenten: Sequence[str]) -> str:
    """The user said for whom he speaks, and no more."""
    return (
        f"Dank u, dan ga ik uit van {' en '.join(gemeenten)}. {WHAT_CAN_I_DO} "
        "Voor een melding mail ik u later een code; zonder die code telt zij niet mee."
    )


def ask_address(gemeente: str, domains: Sequence[str]) -> str:
    """Where a code is to be mailed."""
    where = f" (eindigt op @{' of @'.join(domains)})" if domains else ""
    return (
        f"Om zeker te weten dat u namens {gemeente} spreekt, mail ik u een code. Dat hoeft maar een keer.\n\n"
        f"Wat is uw e-mailadres bij de gemeente{where}?"
    )


def code_sent(address: str) -> str:
    """The code is on its way."""
    return (
        f"Ik heb een code van zes cijfers gemaild naar {address}. Typ die hier. De code werkt een half uur; "
        "kijk ook bij de ongewenste mail."
    )


def wrong_domain(address: str, gemeente: str, domains: Sequence[str]) -> str:
    """An address that proves nothing."""
    where = f" Kies een adres dat eindigt op @{' of @'.join(domains)}." if domains else ""
    return f"Aan {address} kan ik niet zien dat u bij {gemeente} hoort.{where} Naar een ander adres stuur ik geen code."


def unreachable(address: str) -> str:
    """An address that mail does not reach, or that must be left alone."""
    return f"Naar {address} kan ik geen mail sturen. Hebt u een ander adres bij de gemeente?"


TOO_MANY_CODES = (
    "Er zijn het afgelopen uur al drie codes verstuurd. Wacht een uur, of kijk of een eerdere mail is aangekomen. "
    "Uw melding blijft staan."
)
CODE_DONE = "Deze code heb ik al verwerkt, of zij is te oud. U hoeft er niets meer mee te doen."
CODE_EXPIRED = "Die code is ouder dan een half uur en werkt niet meer."
CODE_USED_UP = "Er is vijf keer een verkeerde code getypt. Deze code werkt niet meer."


def wrong_code(left: int) -> str:
    """Another try."""
    return f"Die code klopt niet. U kunt het nog {left} keer proberen."


def proven(gemeente: str) -> str:
    """The code was right."""
    return f"Dank u. Ik weet nu dat u namens {gemeente} spreekt; dat onthoud ik voor deze campagne."


def several(gemeenten: Sequence[str]) -> str:
    """A report for more than one gemeente."""
    listed = f"{', '.join(gemeenten[:-1])} en {gemeenten[-1]}"
    return f"U meldt iets voor {listed}. Ik neem ze een voor een. Eerst {gemeenten[0]}."


def next_gemeente(gemeente: str) -> str:
    """The turn of the next of several."""
    return f"Dan nu {gemeente}."


def put_by(theirs: Sequence[str], own: str) -> str:
    """A report that was typed in the middle of another waits; `own` is the gemeente of that other one."""
    which = f"Uw melding voor {' en '.join(theirs)}" if theirs else "Wat u nu meldt,"
    first = f"Eerst nog {own}:" if own and own not in theirs else "Eerst nog dit:"
    return f"{which} heb ik genoteerd; die komt hierna aan de beurt. {first}"


def next_report(gemeente: str) -> str:
    """The turn of a report that waited."""
    return f"Dan nu uw melding voor {gemeente}." if gemeente else "Dan nu wat u daarna meldde."


def let_go(amounts: str) -> str:
    """A refusal takes the place of what was being reported."""
    return f"Goed, dan leg ik {amounts} niet vast."


def skipped(gemeenten: Sequence[str]) -> str:
    """What is left of a report for several gemeenten is thrown away too."""
    return f"Ook wat u voor {' en '.join(gemeenten)} meldde, heb ik niet vastgelegd."


def known_there(address: str, gemeente: str) -> str:
    """An address that was proven here belongs to this gemeente as well."""
    return f"Uw adres {address} hoort ook bij {gemeente}. Een nieuwe code is niet nodig."


def recorded(gemeente: str, reference: int, *, waits: bool, places: bool) -> str:
    """The report has been recorded; `places` tells that there is a figure that can be changed."""
    change = " Wijzigen kan altijd: typ bijvoorbeeld “maak er 15 van” of “trek in”." if places else ""
    tail = f" {HELD}" if waits else change
    return f"Vastgelegd voor {gemeente}, met kenmerk PM-{reference}. Dank u wel.{tail}"


def recorded_unproven(mailbox: str, reference: int) -> str:
    """The report is kept as a question."""
    return (
        f"Ik heb uw melding bewaard met kenmerk PM-{reference}, maar zij telt nog niet mee: ik weet niet zeker of u "
        "namens de gemeente spreekt. Een medewerker vraagt dat na. "
        f"Sneller: mail vanaf uw adres bij de gemeente naar {mailbox}, of meld opnieuw en vraag dan een code."
    )


def decided(reference: int, lines: Sequence[str]) -> str:
    """A person looked at a report."""
    if not lines:
        return f"Een medewerker heeft uw melding PM-{reference} bekeken. Er telt niets van mee."
    listed = "\n".join(f"• {line}" for line in lines)
    return f"Een medewerker heeft uw melding PM-{reference} bekeken. Dit telt nu mee:\n{listed}"


def standing(gemeente: str, lines: Sequence[str]) -> str:
    """What a gemeente has pledged."""
    if not lines:
        return f"Van {gemeente} staat er nu geen toezegging."
    return f"Van {gemeente} staat nu vast:\n" + "\n".join(f"• {line}" for line in lines)


def from_person(about: str, answer: str) -> str:
    """What a person writes in a chat; `about` is the question, or empty."""
    head = (
        f"Een medewerker van de VNG antwoordt op uw vraag “{about}”" if about else "Een medewerker van de VNG schrijft"
    )
    return f"{head}:\n\n{answer}"
