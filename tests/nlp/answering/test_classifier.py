import numpy as np
import pytest

from bot.settings_file import shipped_campaign
from nlp.answering import checked_cards
from nlp.answering.cards import Card, Kind
from nlp.answering.classifier import shipped
from nlp.answering.ranking import Ranking

CARDS = [
    Card("boot", Kind.ANSWER, ("De boot vaart om 9 uur.",), ("Wanneer vaart de veerboot?", "Hoe laat gaat de boot?")),
    Card("prijs", Kind.ANSWER, ("Een kaartje kost 3 euro.",), ("Wat kost een kaartje?", "Hoe duur is de overtocht?")),
    Card("weer", Kind.UNKNOWN, (), ("Gaat het morgen regenen?", "Is er storm op komst?")),
]


@pytest.fixture(scope="module")
def fitted():
    """Fits a classifier to the variants of the cards."""
    recipe = pytest.importorskip(
        "nlp.training.card_classifier", reason="leren heeft scikit-learn nodig", exc_type=ImportError
    )
    bags = Ranking(CARDS, str).bags
    examples = [
        recipe.Example(*bags(text), card.key, card.kind is Kind.ANSWER)
        for card in CARDS
        for text in card.questions
        for _ in range(2)
    ]
    return lambda *fallback: recipe.fitted(examples, *fallback)


def first(classifier, cards, text):
    ranking = Ranking(cards, str, classifier)
    found = ranking.candidates(text, "wanneer")
    return max(found, key=lambda one: one.features["logit"]).card.key


def test_words_of_two_variants_tell_together_which_card_is_meant(fitted):
    assert first(fitted(), CARDS, "hoe laat vaart hij") == "boot"
    assert first(fitted(), CARDS, "komt er storm en regen") == "weer"


def test_a_classifier_is_the_same_after_it_was_kept_in_a_file(fitted, tmp_path):
    made = fitted((20.0, -5.0))
    made.save(tmp_path / "kaarten.npz")
    kept = shipped(tmp_path / "kaarten.npz")
    bags = Ranking(CARDS, str).bags("Hoe duur is een kaartje?")
    assert np.allclose(made.logits(*bags), kept.logits(*bags))
    assert kept.fallback == (20.0, -5.0)


def test_a_card_that_came_after_the_training_is_judged_by_its_likeness(fitted):
    new = Card("fiets", Kind.ANSWER, ("Ja.",), ("Mag mijn fiets mee?", "Kan een fiets aan boord?"))
    assert first(fitted((20.0, -5.0)), [*CARDS, new], "Mag mijn fiets ook mee aan boord?") == "fiets"


def test_the_chance_of_all_cards_without_an_answer_is_a_feature(fitted):
    ranking = Ranking(CARDS, str, fitted())
    rain, fare = (ranking.candidates(text)[0].features["against"] for text in ("regen en storm", "prijs kaartje"))
    assert rain > fare


def test_whether_a_question_has_an_answer_at_all_is_heard_beside_the_cards_and_kept(fitted, tmp_path):
    made, bags = fitted(), Ranking(CARDS, str).bags
    made.save(tmp_path / "kaarten.npz")
    told = [shipped(tmp_path / "kaarten.npz").heard(*bags(text))[1] for text in ("prijs kaartje", "storm en regen")]
    assert told[0] > 0 > told[1]
    assert told == pytest.approx([made.heard(*bags(text))[1] for text in ("prijs kaartje", "storm en regen")], abs=0.05)


def test_the_second_opinion_says_the_same_after_it_was_kept_in_a_file(fitted, tmp_path):
    made, bags = fitted(), Ranking(CARDS, str).bags("komt er storm en regen")
    made.save(tmp_path / "kaarten.npz")
    told, kept = made.heard(*bags)[2], shipped(tmp_path / "kaarten.npz").heard(*bags)[2]
    assert made.keys[int(np.argmax(told))] == "weer"
    assert np.allclose(told, kept, atol=0.05)


def test_an_answer_that_holds_what_another_tells_serves_who_meant_that_one(fitted):
    holds = np.array([[1, 0.9, 0], [0, 1, 0], [0, 0, 1]], dtype=np.float32)
    plain, told = (Ranking(CARDS, str, fitted((0.0, 0.0), standing)) for standing in (None, lambda _: holds))
    asked = "Hoe duur is een kaartje?"
    before, after = (
        next(one.features["serves"] for one in ranking.candidates(asked) if one.card.key == "boot")
        for ranking in (plain, told)
    )
    assert after > before


def test_a_card_that_came_after_the_training_stands_in_for_itself_alone(fitted):
    made = fitted((0.0, 0.0), lambda keys: np.ones((len(keys), len(keys)), dtype=np.float32))
    assert made.standing_in(["fiets", "boot", "prijs"]).tolist() == [[1, 0, 0], [0, 1, 1], [0, 1, 1]]


def test_every_card_that_ships_with_the_campaign_was_there_at_the_training(campaign):
    cards = checked_cards(shipped_campaign() / "answers", (letter.id for letter in campaign.letters)).cards
    assert {card.key for card in cards} == set(shipped().keys)
