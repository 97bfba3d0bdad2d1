"""For which gemeenten a message speaks, and whose each number is, over mails of our own writing."""

from __future__ import annotations

import pytest

from domain.model import Address, Kind, Message
from nlp.gazetteer import gemeenten, rows
from tests.nlp.gemeente_mails import Mail, codes, mails, weighed

BERGEN = {"GM0373", "GM0893"}
PLAIN = {code: each.name.partition(" (")[0] for code, each in gemeenten().items() if code not in BERGEN}


def _marked(mail: Mail) -> object:
    marks = [pytest.mark.xfail(strict=True, reason=mail.known)] if mail.known else []
    return pytest.param(mail, id=mail.name, marks=marks)


DOUBTED = frozenset({"coordinator-list", "holten-naam", "haakjes", "sed-drie", "heerenveen-hotel", "waterland-vier"})


def _doubted(mail: Mail) -> object:
    reason = "goed gelezen, maar de geleerde gewichten geven een van de gemeenten minder dan een half"
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if mail.name in DOUBTED else []
    return pytest.param(mail, id=mail.name, marks=marks)


@pytest.mark.parametrize("mail", [_marked(mail) for mail in mails()])
def test_speaks_for(mail: Mail) -> None:
    found = weighed(mail.message, mail.thread)
    assert {each.code for each in found.gemeenten} == mail.expect
    for each in found.gemeenten:
        assert all(mail.message.part(proof.part)[proof.start : proof.end] == proof.text for proof in each.evidence)


@pytest.mark.parametrize("mail", [_doubted(mail) for mail in mails() if not mail.known])
def test_each_that_speaks_is_likelier_than_not(mail: Mail) -> None:
    assert all(0.5 < each.confidence < 1 for each in weighed(mail.message, mail.thread).gemeenten)


@pytest.mark.parametrize("mail", [pytest.param(mail, id=mail.name) for mail in mails() if mail.own])
def test_each_number_belongs_to(mail: Mail) -> None:
    found = weighed(mail.message, mail.thread)
    owners = {words: found.owner("body", mail.message.body.index(words)) for words, _ in mail.own}
    assert owners == dict(mail.own)


@pytest.mark.parametrize(
    "sentence",
    [
        "Namens de gemeente {} laat ik u weten dat wij acht plekken bieden.",
        "Gemeente {} hier, wij doen er vier.",
        "{} biedt 6 plekken aan.",
        "wij van {} doen er drie",
        "Het college van {} heeft ingestemd met 9 plekken.",
        "{}: 5 plekken",
        "hoi, we kunnen in {} nog vier mensen kwijt",
        "In {} hebben wij plek voor 12 mensen.",
    ],
)
def test_every_gemeente_is_recognised_by_name(sentence: str) -> None:
    wrong = {name: found for code, name in PLAIN.items() if (found := codes(sentence.format(name))) != [code]}
    assert not wrong


@pytest.mark.parametrize(
    "sentence",
    [
        "gemeente {} doet mee met 4",
        "wij van {} doen er drie",
        "in {} kunnen er 4 bij",
        "hoi, we kunnen in {} nog 4 kwijt",
    ],
)
def test_every_gemeente_is_recognised_in_small_letters(sentence: str) -> None:
    found = {code: codes(sentence.format(name).lower()) for code, name in PLAIN.items()}
    assert not {code: wrong for code, wrong in found.items() if wrong != [code]}


def test_every_official_name_and_signature() -> None:
    for code, each in gemeenten().items():
        assert codes(f"Namens de gemeente {each.name} melden wij 4 plekken.") == [code]
        assert codes("Het worden er 4.", signature=f"Jan Bos\nbeleidsadviseur\nGemeente {each.name}") == [code]


def test_every_mail_domain_gives_its_gemeente() -> None:
    domains: dict[str, set[str]] = {}
    for row in rows("domains.csv"):
        domains.setdefault(row["domain"], set()).add(row["code"])
    single = {domain: found for domain, found in domains.items() if len(found) == 1}
    assert not {d: found for d, found in single.items() if set(codes("Wij doen er 4.", f"j.bos@{d}")) != found}


def test_every_unambiguous_kern_gives_its_gemeente() -> None:
    kernen: dict[str, set[str]] = {}
    for row in rows("woonplaatsen.csv"):
        kernen.setdefault(row["name"], set()).add(row["code"])
    named = {row["name"] for name in ("aliases.csv", "former_gemeenten.csv") for row in rows(name)} | set(
        PLAIN.values()
    )
    # a hyphen is no difference: Kapel Avezaath lies in Tiel, Kapel-Avezaath in Buren
    plain = {kern: found for kern, found in kernen.items() if len(found) == 1 and "Avezaath" not in kern}
    wrong = {kern for kern, code in plain.items() if set(codes(f"In de kern {kern} komen vijf plekken.")) != code}
    assert wrong - named - BELONGS_TO_THE_STATE == set()


BELONGS_TO_THE_STATE = {"Ter Apel", "Budel", "Den Haag"}
"""Names that stand for the reception centre or the cabinet unless the gemeente plainly acts."""


@pytest.mark.parametrize("kind", [Kind.BOUNCE, Kind.LIST])
def test_machines_for_many_speak_for_nobody(kind: Kind) -> None:
    message = Message(sender=Address("", "info@goes.nl"), body="Gemeente Goes biedt 4 plekken.", kind=kind)
    assert weighed(message).gemeenten == ()


@pytest.mark.parametrize("kind", [Kind.AUTO_REPLY, Kind.EMPTY])
def test_machines_of_one_sender_keep_its_gemeente(kind: Kind) -> None:
    message = Message(sender=Address("", "info@goes.nl"), subject="Afwezig", kind=kind)
    assert [each.code for each in weighed(message).gemeenten] == ["GM0664"]


def test_an_open_name_is_left_open_with_the_reason() -> None:
    found = weighed(Message(body="Gemeente Bergen meldt zes plekken."))
    assert found.gemeenten == ()
    assert found.reasons == ("Er zijn meer gemeenten of kernen met de naam Bergen",)


def test_the_thread_settles_an_open_name() -> None:
    found = weighed(Message(body="Gemeente Bergen meldt zes plekken."), ("GM0893",))
    assert [each.code for each in found.gemeenten] == ["GM0893"]


def test_a_guessed_name_is_for_a_person_to_see() -> None:
    found = weighed(Message(body="Gemeente Liesse doet er drie."))
    assert found.reasons == ("Naam lijkt verkeerd gespeld: Liesse",)


def test_text_that_speaks_for_another_than_the_sender_is_for_a_person_to_see() -> None:
    message = Message(sender=Address("", "k.bos@goes.nl"), body="Namens de gemeente Tholen meld ik vier plekken.")
    found = weighed(message)
    assert [each.code for each in found.gemeenten] == ["GM0716"]
    assert found.reasons == ("De tekst spreekt voor een andere gemeente dan de afzender",)


def test_a_private_address_with_only_a_place_is_for_a_person_to_see() -> None:
    found = weighed(Message(sender=Address("", "k.bos@gmail.com"), body="Er is plek voor vier mensen in Goes."))
    assert [each.code for each in found.gemeenten] == ["GM0664"]
    assert found.reasons == ("Het adres zegt niet wie schrijft, en de tekst noemt alleen een plaats",)


def test_a_joint_organisation_settles_a_shared_name() -> None:
    assert codes("Bergen doet er vier.", "k.bos@gmail.com", signature="K. Bos, werkorganisatie BUCH") == ["GM0373"]


def test_a_province_that_represents_a_gemeente_is_for_a_person_to_see() -> None:
    message = Message(sender=Address("", "k.bos@zeeland.nl"), body="Namens de gemeente Tholen meld ik vier plekken.")
    found = weighed(message)
    assert [each.code for each in found.gemeenten] == ["GM0716"]
    assert found.reasons == ("De afzender is geen gemeente: Provincie Zeeland",)
