import math

from nlp.answering.cards import Card, Kind
from nlp.answering.ranking import Ranking
from nlp.answering.relations import THIRD, relations

CARDS = [
    Card("boot", Kind.ANSWER, ("De boot vaart om 9 uur.",), ("Wanneer vaart de veerboot?", "Hoe laat gaat de boot?")),
    Card("prijs", Kind.ANSWER, ("Een kaartje kost 3 euro.",), ("Wat kost een kaartje?", "Hoe duur is de boot?")),
    Card("fiets", Kind.ANSWER, ("Ja.",), ("Mag mijn fiets mee op de boot?",)),
    Card("weer", Kind.UNKNOWN, (), ("Gaat het morgen regenen?",)),
]
FOUND = {one.card.key: one for one in Ranking(CARDS, str).candidates("Wanneer vaart de veerboot?")}


def related(**ranks):
    found = relations([FOUND[key] for key in ranks], list(ranks.values()))
    return dict(zip(ranks, found, strict=True))


def test_how_far_a_card_is_before_the_second_other_answer():
    told = related(boot=9.0, prijs=7.0, fiets=4.0, weer=8.0)
    assert [told[key]["second"] for key in ("boot", "prijs", "fiets")] == [5.0, 3.0, -3.0]
    assert related(boot=9.0, prijs=7.0)["boot"]["second"] == THIRD


def test_how_many_cards_stand_before_a_card_and_how_many_answers_close_by():
    told = related(boot=9.0, prijs=8.0, fiets=4.0, weer=10.0)
    assert [told[key]["place"] for key in ("weer", "boot", "prijs", "fiets")] == [0, 1, 2, 3]
    assert (told["boot"]["close_by"], told["fiets"]["close_by"]) == (1, 2)


def test_whether_the_likeness_agrees_that_a_card_is_the_best():
    told = related(prijs=9.0, boot=7.0)
    assert (told["prijs"]["first_best"], told["boot"]["first_best"], told["boot"]["leads_mean"]) == (0, 1, 1)
    assert all(math.isfinite(value) for one in told.values() for value in one.values())
