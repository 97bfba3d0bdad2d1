"""From signs to a decision: for which gemeenten does this message speak, how sure is that, and who should look?"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable
from functools import cache
from importlib.resources import files

from domain.model import Kind
from nlp.gazetteer.folding import fold
from nlp.gemeente_claims import AMOUNT, AMOUNT_ROW, Strength
from nlp.gemeente_collective import answering, collects, is_collective, says_so, told
from nlp.gemeente_evidence import Case, Sign
from nlp.gemeente_last import last_resort
from nlp.gemeente_verdict import VETOES, Decision, Verdict

TOGETHER = frozenset({"doen iets", "zijn of kunnen iets", AMOUNT, AMOUNT_ROW, "eigen regel"})
LIST_LENGTH = 2
"""Lines of their own from which gemeenten make a list, in which each speaks."""
OTHER_GEMEENTE = "De tekst spreekt voor een andere gemeente dan de afzender"
OTHERS_TOO = "De tekst lijkt ook voor andere gemeenten te spreken dan die van de afzender"
GUESSED = 0.8
"""How likely a badly misspelt name is the one that it looks like."""
EVERY = re.compile(r"\b(?:alle|elk van de|onze) (?:twee |drie |vier |vijf |zes |zeven |acht )?gemeenten\b")
"""What is said of every gemeente of a joint organisation."""
OPENING = 25
"""Characters at the start of a text where "Baarn: ..." names the writer."""
FUNCTIONS = frozenset({"een functie bij", "werkt bij"})
OWN_CUES = FUNCTIONS | frozenset({"mede namens", "schrijft voor", "wij van", "met de gemeente", "this is"})
"""Cues by which the writer says who he is, rather than listing who offers what."""


@cache
def _writers() -> dict[str, re.Pattern[str]]:
    data = tomllib.loads(files("nlp").joinpath("terms/gemeente_writers.toml").read_text(encoding="utf-8"))
    words = {kind: re.compile(rf"\b(?:{'|'.join(patterns)})\b") for kind, patterns in data.items()}
    return words | {kind: re.compile("|".join(data[kind])) for kind in ("domains", "outsiders")}


def decide(case: Case) -> Decision:
    """Weigh the signs of one message. See the order of trust in `nlp.gemeenten`."""
    if case.writer.domain.kind == "joint" or len(case.writer.domain.codes) > 1:
        return _of_joint(case)
    own, why = _own(case)
    if _writers()["disowns"].search(fold(case.message.body)) or (not case.writer.code and _is_citizen(case)):
        return Decision()
    if own and not (why != "domein van de afzender" and _says_otherwise(case, own, why)):
        return _of_collector(case, own, why) or _with_own(case, own, why)
    if _is_other_body(case) and not _gathers(case):
        sure = [sign.code for sign in case.text if sign.strict or sign.cue in FUNCTIONS]
        name = case.writer.domain.name
        return _verdicts(case, sure, 0.85, (f"De afzender is geen gemeente: {name}",) if sure and name else ())
    return _plain(case)


def _own(case: Case) -> tuple[str, str]:
    """The writer's own gemeente and how it is known; both empty if it is not."""
    signed = [sign for sign in case.signature if sign.strength >= Strength.SUBJECT and sign.carried]
    codes = {sign.code for sign in signed}
    domain = case.writer.code
    if len(codes) == 1 and (domain is None or domain not in codes):
        return next(iter(codes)), "handtekening"
    if domain:
        return domain, "domein van de afzender"
    weak = {sign.code for sign in case.signature if sign.strength > Strength.UNSAID}
    if len(weak) == 1 and not case.writer.is_body:
        return next(iter(weak)), "handtekening"
    shown = {sign.code for sign in case.display}
    return (next(iter(shown)), "naam van de afzender") if len(shown) == 1 else ("", "")


def _says_otherwise(case: Case, own: str, why: str) -> bool:
    """Whether the text plainly names another gemeente as the writer's: an address or a display name then yields."""
    signed = any(sign.strength >= Strength.SUBJECT and sign.carried for sign in case.signature)
    if why == "handtekening" and signed:
        return False
    return own not in {sign.code for sign in case.text} and bool(_speaking(case.text))


def _with_own(case: Case, own: str, why: str) -> Decision:
    others = _represented(case, own)
    speaking = [*others] if others and not _includes_own(case, own, others) else [own, *others]
    reasons: list[str] = []
    if own not in speaking and not set(speaking) <= set(case.writer.partners):
        reasons.append(OTHER_GEMEENTE)
    elif case.writer.code and case.writer.code != own and own not in case.writer.partners:
        reasons.append("Handtekening en adres van de afzender wijzen naar verschillende gemeenten")
    confirmed = case.best(own) >= Strength.PLACE
    sure = {"domein van de afzender": 0.98, "handtekening": 0.96, "naam van de afzender": 0.92}[why]
    if case.writer.domain.kind == "former" and not confirmed:
        sure = 0.9
    return _verdicts(case, speaking, min(0.995, sure + 0.015 * confirmed), reasons, own=(own, why))


def _of_collector(case: Case, own: str, why: str) -> Decision | None:
    """A colleague of one gemeente who passes on the answers of several; None where that is not so."""
    if not collects(case, own):
        return None
    others = [code for code in (*answering(case, _vetoed(case)), *_represented(case, own)) if code != own]
    speaking = [own, *others] if _includes_own(case, own, others) else others
    if len(set(speaking)) > 1:
        inferred = () if says_so(case) else (OTHERS_TOO,)
        return _verdicts(case, speaking, 0.9, inferred, own=(own, why))
    alone = bool(speaking) and own not in speaking
    return _verdicts(case, speaking, 0.85, (OTHER_GEMEENTE,), own=(own, why)) if alone else None


def _represented(case: Case, own: str) -> list[str]:
    """Other gemeenten that a writer with a gemeente of his own speaks for as well."""
    vetoed = _vetoed(case)
    rows = {sign.code for sign in case.text if sign.row and sign.carried and sign.strength >= Strength.SUBJECT}
    found: dict[str, None] = {}
    for sign in case.text:
        partner = sign.code in case.writer.partners and sign.strength >= Strength.SUBJECT
        listed = sign.row and sign.carried and len(rows - {own}) >= LIST_LENGTH
        if (
            sign.code != own
            and sign.code not in vetoed
            and (_stands_for(case, own, sign) or partner or listed or _beside(case, own, sign))
        ):
            found.setdefault(sign.code)
    return list(found)


def _stands_for(case: Case, own: str, sign: Sign) -> bool:
    """Whether the writer represents this gemeente; of colleges that are named, his own must be one."""
    if sign.cue == "vroeg ons dit te melden" and not sign.carried:
        return False
    return sign.strict and (sign.cue != "het college of de raad van" or own in _fellows(case, sign))


def _beside(case: Case, own: str, sign: Sign) -> bool:
    """Whether this gemeente is named in one breath with the own one and acts with it."""
    if sign.evidence.part == "subject" or not sign.carried:
        return False
    if sign.strength > Strength.UNSAID and own in _fellows(case, sign) and says_so(case):
        return True
    if sign.strength < Strength.SUBJECT:
        return False
    if sign.cue in TOGETHER and own in _fellows(case, sign):
        return True
    titles = [each for each in case.text if each.evidence.part == "subject" and each.code == sign.code]
    return any(own in _fellows(case, title) for title in titles)


def _fellows(case: Case, sign: Sign) -> set[str]:
    """The gemeenten of the enumeration that this sign stands in."""
    here = (each for each in case.text if each.evidence.part == sign.evidence.part)
    return {each.code for each in here if each.group == sign.group}


def _includes_own(case: Case, own: str, others: Collection[str]) -> bool:
    if own in _vetoed(case):
        return False
    if case.best(own) >= Strength.PLACE:
        return True
    theirs = [sign for sign in case.text if sign.code in others and sign.strength > Strength.UNSAID]
    too = any(sign.too and sign.strength >= Strength.SUBJECT for sign in theirs)
    return too or any(own in _fellows(case, sign) for sign in theirs)


def _vetoed(case: Case) -> set[str]:
    """Gemeenten that are said to answer for themselves, or to have said nothing yet."""
    silent = {sign.code for sign in case.text if sign.strength <= Strength.UNSAID and sign.cue in VETOES}
    return {code for code in silent if not _acts(case, code)}


def _acts(case: Case, code: str) -> bool:
    body = [sign for sign in case.text if sign.code == code and sign.evidence.part != "subject"]
    return any(sign.strength >= Strength.SUBJECT and not sign.strict for sign in body)


def _of_joint(case: Case) -> Decision:
    members, vetoed = set(case.writer.domain.codes), _vetoed(case)
    inside = [sign for sign in case.text if sign.code in members and sign.code not in vetoed]
    body = [sign for sign in inside if sign.evidence.part != "subject"]
    codes = answering(case, vetoed, members) + [sign.code for sign in body if sign.strict]
    for least, sure in ((Strength.SUBJECT, 0.95), (Strength.MENTION, 0.85)):
        acting = codes or [sign.code for sign in body if sign.strength >= least]
        title = [sign.code for sign in inside if sign.strength >= least and sign.evidence.part == "subject"]
        named = {sign.code for sign in body}
        if speaking := [*acting, *(code for code in title if code in named or not acting)]:
            return _verdicts(case, speaking, sure, ())
    return _of_joint_unsaid(case, members)


def _of_joint_unsaid(case: Case, members: Collection[str]) -> Decision:
    """The text lets no member act: the signature, another gemeente that is represented, or one that is said to wait."""
    signed = {sign.code for sign in case.signature if sign.code in members and sign.strength > Strength.UNSAID}
    quiet = {sign.code for sign in case.text if sign.strength is Strength.UNSAID and sign.code in members}
    strict = {sign.code for sign in case.text if sign.strict}
    if len(quiet) > 1 and EVERY.search(fold(case.message.body)):
        return _verdicts(case, quiet, 0.85, ())
    for codes in (signed, strict, quiet):
        if len(codes) == 1 or (codes and codes is strict):
            own = (next(iter(codes)), "handtekening") if codes is signed else ("", "")
            return _verdicts(case, codes, 0.9, (), own=own)
    return Decision(reasons=("Samenwerkingsorganisatie: de tekst zegt niet voor welke gemeente",))


def _is_other_body(case: Case) -> bool:
    """A provincie, corporatie, newspaper or the like, by domain or by its own words."""
    body, domain = fold(case.message.body), case.message.sender.domain
    unknown = bool(domain) and not case.writer.domain.kind
    named = _writers()["domains"].search(domain) or _writers()["outsiders"].search(domain)
    outside = unknown and (named or _writers()["operator"].search(body))
    return case.writer.is_body or bool(outside) or bool(_writers()["body"].search(body))


def _gathers(case: Case) -> bool:
    """Whether an unknown address passes on what several gemeenten answer, whatever its domain looks like."""
    if case.writer.is_body or _writers()["body"].search(fold(case.message.body)):
        return False
    if _writers()["outsiders"].search(case.message.sender.domain):
        return False
    return len(told(case)) > 1 or (says_so(case) and len(answering(case, _vetoed(case))) > 1)


def _is_citizen(case: Case) -> bool:
    text = fold(case.message.body)
    if not _writers()["citizen"].search(text) or _writers()["official"].search(text):
        return False
    return not any(sign.strict or sign.cue in FUNCTIONS for sign in (*case.text, *case.signature))


def _plain(case: Case) -> Decision:
    """A chat, a private address or an unknown organisation: the text has to say it."""
    vetoed = _vetoed(case)
    usable = [sign for sign in case.text if sign.strength > Strength.UNSAID and sign.code not in vetoed]
    speaking = _speaking(usable, ours=bool(_writers()["ours"].search(fold(case.message.body))))
    several = is_collective(case) and (not _introduced(usable) or says_so(case))
    if several and len(answers := answering(case, vetoed)) > 1:
        speaking = answers + [sign.code for sign in usable if sign.strict]
    if speaking:
        return _verdicts(case, speaking, 0.95, ())
    doubt = ("Het adres zegt niet wie schrijft, en de tekst noemt alleen een plaats",)
    reasons = doubt if case.message.sender.domain else ()
    for least, sure in ((Strength.PLACE, 0.85), (Strength.MENTION, 0.75)):
        codes = {sign.code for sign in usable if sign.strength >= least}
        if len(codes) == 1:
            return _verdicts(case, codes, sure, reasons)
        if codes and says_so(case) and len({sign.group for sign in usable if sign.code in codes}) == 1:
            return _verdicts(case, codes, sure, ())
        if codes:
            return Decision(reasons=("Er worden meer gemeenten genoemd; niet duidelijk is wie schrijft",))
    quiet = {sign.code for sign in case.text if sign.strength is Strength.UNSAID}
    later = any(sign.cue == "komt later" for sign in case.text)
    if len(quiet) == 1 and (later or _writers()["we"].search(fold(case.message.body))):
        return _verdicts(case, quiet, 0.75, ())
    return last_resort(case)


def _speaking(usable: Iterable[Sign], *, ours: bool = False) -> list[str]:
    """Who speaks by the text alone; `ours`: the writer says "wij", so that a name that opens the message is his."""
    signs = [sign for sign in usable if sign.strength >= Strength.SUBJECT]
    rows = [sign.code for sign in signs if sign.row]
    alone = [sign for sign in signs if sign.row and sign.cue != AMOUNT_ROW and len(set(rows)) == 1]
    opening = [sign for sign in alone if sign.evidence.start < OPENING]
    plain = [sign for sign in signs if sign.cue in OWN_CUES or (sign.strength is Strength.SPEAKS and not sign.row)]
    opened = [sign for sign in signs if ours and sign.cue == "opent het bericht"]
    identity = [sign.code for sign in opening + opened + plain]
    if identity and len(set(rows) - set(identity)) < LIST_LENGTH:
        return identity
    body = [sign.code for sign in signs if sign.evidence.part != "subject"]
    return identity + rows + body if body else [sign.code for sign in signs]


def _introduced(usable: Iterable[Sign]) -> bool:
    """Whether the writer says of one gemeente only that it is his."""
    return len({sign.code for sign in usable if sign.cue in OWN_CUES}) == 1


def _verdicts(
    case: Case, codes: Iterable[str], sure: float, reasons: Iterable[str], own: tuple[str, str] = ("", "")
) -> Decision:
    made: list[Verdict] = []
    slips: list[str] = []
    for code in dict.fromkeys(codes):
        signs = sorted(
            (s for s in case.text if s.code == code and s.strength > Strength.OTHER), key=lambda s: -s.strength
        )
        proofs = [sign.evidence for sign in signs[:2]]
        reason = f"tekst: {signs[0].cue}" if signs else ""
        if code == own[0]:
            reason = own[1] + (f"; {reason}" if reason else "")
            proofs += [sign.evidence for sign in (*case.signature, *case.display) if sign.code == code][:1]
            proofs += [case.writer.proof] if case.writer.proof and case.writer.code == code else []
        slips += [sign.evidence.text for sign in signs if all(each.guessed for each in signs)][:1]
        made.append(Verdict(code, min(sure, GUESSED) if slips else sure, reason, tuple(proofs)))
    slip_reasons = [f"Naam lijkt verkeerd gespeld: {text}" for text in slips]
    return Decision(tuple(made), (*reasons, *slip_reasons), own[0])


def for_machine(case: Case) -> Decision:
    """An automatic answer or an empty mail: only who sent it matters."""
    own, why = _own(case)
    codes = [own] if own else [sign.code for sign in case.text if sign.strength >= Strength.SUBJECT][:1]
    return _verdicts(case, codes, 0.97 if own else 0.8, (), own=(own, why))


def speaks_for_nobody(kind: Kind) -> bool:
    """Bounces and lists speak for no gemeente."""
    return kind in {Kind.BOUNCE, Kind.LIST}
