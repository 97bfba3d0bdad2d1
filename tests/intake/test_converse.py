"""A conversation through the use case, on a real database, with the real reader."""

from __future__ import annotations

import pytest

from domain.chat import InputKind
from domain.errors import DecisionError
from domain.model import Channel
from domain.questions import QuestionKind, QuestionStatus
from intake.acknowledge import Acknowledging
from intake.follow import Follow
from intake.questions import QuestionDesk
from intake.review import Reviewer
from storage.records import Records
from tests.cast.people import CAMPAIGN
from tests.cast.script import parse_script
from tests.cast.sending import NAMES, TEMPLATES
from tests.cast.talking import Phone


@pytest.fixture
def phone(records: Records) -> Phone:
    return Phone(records)


def test_every_input_gets_a_reply_in_the_outbox(phone: Phone, records: Records) -> None:
    phone.type("Wat is de deadline?")
    *_, row = records.outbox.rows()
    assert (row["channel"], row["recipient"], row["in_reply_to"], row["state"]) == ("telegram", "42", "42-1", "due")


def test_the_first_line_says_what_this_is_and_what_is_kept(phone: Phone) -> None:
    first, second = phone.type("Wat is de deadline?"), phone.type("Wat is de deadline?")
    assert "computerprogramma" in first
    assert "medewerker" in first
    assert "bewaar" in first
    assert second == "Tot en met 13 augustus 2026."


def test_the_same_input_twice_is_handled_once(phone: Phone) -> None:
    phone.type("Wat is de deadline?")
    assert phone.again() == ""


def test_what_is_missing_is_asked_one_question_at_a_time(phone: Phone) -> None:
    assert "Voor welke gemeente" in phone.type("Wij kunnen 12 plekken regelen")
    assert phone.type("Amersfort") == "Voor wie zijn de plekken?"
    assert "Vanaf wanneer" in phone.tap("Statushouders")
    assert phone.type("per 1 september") == "Is het al zeker?"
    assert "12 plekken voor statushouders (toegezegd), vanaf 1 september 2026" in phone.type("ja")


def test_what_was_said_is_not_asked(phone: Phone) -> None:
    back = phone.type("Gemeente Urk zegt 5 plekken toe voor asielzoekers, vanaf oktober")
    assert "Dit leg ik vast voor Urk" in back


def test_a_proven_report_counts_and_its_evidence_is_what_was_typed(phone: Phone, records: Records) -> None:
    assert "Vastgelegd voor Amersfoort" in phone.pledge()
    (row,) = records.view("v_pledges", CAMPAIGN.key)
    reading = records.readings.latest(row["message"])
    assert reading is not None
    (pledge,) = reading.reading.pledges
    body = records.readings.parts(reading.id)["body"]
    assert phone.places() == [12]
    assert all(body[e.start : e.end] == e.text for e in pledge.evidence)


def test_an_answer_is_evidence_in_the_users_own_words(phone: Phone, records: Records) -> None:
    phone.type("Wij kunnen 12 plekken regelen voor statushouders", "Amersfoort", "eind oktober", "zeker", "klopt")
    phone.prove()
    (row,) = records.view("v_pledges", CAMPAIGN.key)
    reading = records.readings.latest(row["message"])
    assert reading is not None
    assert "eind oktober" in {e.text for e in reading.reading.pledges[0].evidence}


def test_without_proof_nothing_counts_and_a_person_is_asked(phone: Phone, records: Records) -> None:
    phone.type("Namens Amersfoort: 12 plekken voor statushouders, toegezegd, per 1 september", "klopt")
    assert "telt nog niet mee" in phone.tap("Dat kan ik nu niet")
    (question,) = records.questions.all(CAMPAIGN.key)
    (notice,) = phone.sent("notice")
    assert phone.places() == []
    assert question.question.kind is QuestionKind.UNVERIFIED
    assert (notice["recipient"], "review accept" in notice["text"]) == (CAMPAIGN.mailbox, True)


def test_a_report_without_proof_leaves_the_dossier_alone(phone: Phone, records: Records) -> None:
    phone.type("Namens Amersfoort: 12 plekken voor statushouders, toegezegd, per 1 september", "klopt")
    phone.tap("Dat kan ik nu niet")
    status = {row["gemeente"]: row["status"] for row in records.view("v_responses", CAMPAIGN.key)}
    assert status["GM0307"] == "silent"


def test_what_a_person_decides_is_told_in_the_conversation(phone: Phone, records: Records) -> None:
    phone.type("Namens Amersfoort: 12 plekken voor statushouders, toegezegd, per 1 september", "klopt")
    phone.tap("Dat kan ik nu niet")
    message = records.questions.all(CAMPAIGN.key)[0].question.message
    follow = Follow(records, Acknowledging(records, CAMPAIGN, TEMPLATES, NAMES), parse_script, phone.watch)
    reviewer = Reviewer(records, CAMPAIGN, "Joke", phone.watch, follow)
    reviewer.assign(message, "GM0307")
    reviewer.accept(message)
    assert phone.places() == [12]
    assert "Dit telt nu mee" in phone.sent()[-1]["text"]
    assert records.questions.all(CAMPAIGN.key, QuestionStatus.OPEN) == []


def test_a_change_takes_the_place_of_what_stood(phone: Phone, records: Records) -> None:
    phone.pledge()
    assert "15 plekken" in phone.type("maak er 15 van")
    phone.tap("Klopt")
    states = [(row["places"], row["state"]) for row in records.view("v_pledges", CAMPAIGN.key)]
    assert states == [(12, "superseded"), (15, "confirmed")]


def test_a_pledge_can_be_withdrawn(phone: Phone) -> None:
    phone.pledge()
    phone.type("trek in", "klopt")
    assert phone.places() == []
    assert "geen toezegging" in phone.type("wat hebben wij toegezegd?")


def test_only_the_day_can_be_changed(phone: Phone) -> None:
    phone.pledge()
    back = phone.type("Wijzig de datum naar 1 maart 2027")
    assert "12 plekken voor statushouders (toegezegd), vanaf 1 maart 2027" in back


def test_the_pledge_whose_figure_is_named_is_the_one_that_is_withdrawn(phone: Phone) -> None:
    phone.pledge()
    phone.type("Er komen 6 plekken bij voor amv, per direct, toegezegd", "erbij", "klopt")
    assert "Ingetrokken: 6 plekken" in phone.type("trek de 6 in")
    phone.type("klopt")
    assert phone.places() == [12]


def test_a_second_pledge_is_asked_to_be_on_top_or_instead(phone: Phone) -> None:
    phone.pledge()
    assert "erbij" in phone.type("wij bieden 4 plekken voor amv, toegezegd, per direct")
    phone.tap("Het komt erbij")
    phone.tap("Klopt")
    assert sorted(phone.places()) == [4, 12]


def test_only_who_has_proven_it_hears_what_was_pledged(phone: Phone, records: Records) -> None:
    phone.pledge()
    stranger = Phone(records, phone.watch, address="77")
    back = stranger.type("Wat heeft Amersfoort, wat hebben wij toegezegd?")
    assert "12" not in back
    assert "alleen zien aan wie namens de gemeente spreekt" in back


def test_a_refusal_asks_what_stands_in_the_way(phone: Phone, records: Records) -> None:
    assert "Wat maakt het lastig" in phone.type("Gemeente Urk ziet helaas geen mogelijkheden")
    phone.tap("Dat is alles")
    phone.type("klopt")
    phone.prove("an@urk.nl")
    status = {row["gemeente"]: row["status"] for row in records.view("v_responses", CAMPAIGN.key)}
    assert status["GM0184"] == "declined"


BOTH = (
    "Amersfoort heeft 12 plekken voor statushouders vanaf 1 oktober, toegezegd. "
    "Urk heeft 5 plekken voor statushouders vanaf 1 november, toegezegd."
)


def test_of_one_name_only_one_can_be_meant_and_the_province_tells_which(phone: Phone) -> None:
    phone.type("Wij kunnen in Bergen 12 plekken regelen voor statushouders")
    assert "Allebei" not in phone.buttons
    assert "Vanaf wanneer" in phone.type("die in Limburg")


def test_two_gemeenten_are_taken_one_by_one_and_each_is_proven(phone: Phone) -> None:
    first = phone.type(BOTH)
    assert "Dit leg ik vast voor Amersfoort:\n• 12 plekken" in first
    phone.type("klopt")
    second = phone.prove()
    assert "Dan nu Urk" in second
    assert "Dit leg ik vast voor Urk:\n• 5 plekken" in second
    assert "namens Urk" in phone.type("klopt")
    assert phone.places() == [12]
    phone.prove("els@urk.nl")
    assert sorted(phone.places()) == [5, 12]


def test_who_cannot_prove_the_first_goes_on_with_the_second(phone: Phone) -> None:
    phone.type(BOTH, "klopt")
    assert "Dan nu Urk" in phone.tap("Dat kan ik nu niet")
    phone.type("klopt")
    phone.prove("els@urk.nl")
    assert phone.places() == [5]


def test_cancelling_the_first_of_two_says_what_becomes_of_the_second(phone: Phone) -> None:
    phone.type(BOTH)
    assert "voor Urk" in phone.type("annuleer")
    assert "niets" in phone.type("annuleer")


def test_a_total_that_nobody_divided_is_asked_for_each(phone: Phone) -> None:
    phone.type("Wij kunnen samen 20 plekken voor statushouders regelen, toegezegd, per 1 oktober")
    assert "Hoeveel plekken" in phone.type("Amersfoort en Urk")
    assert "voor Amersfoort:\n• 12 plekken" in phone.type("12")
    phone.type("klopt")
    assert "Hoeveel plekken" in phone.prove()
    assert "voor Urk:\n• 8 plekken" in phone.type("8")


def test_a_total_that_nobody_divided_is_asked_for_each_when_all_are_meant(phone: Phone) -> None:
    phone.type("Wij (Amersfoort en Urk) kunnen samen 20 plekken toezeggen voor statushouders per 1 oktober")
    assert "voor Amersfoort:\n• 15 plekken" in phone.type("15")


def test_a_name_of_two_places_is_asked(phone: Phone) -> None:
    assert phone.type("Bergen kan 8 mensen huisvesten").endswith("Welke gemeente bedoelt u?")
    assert {"Bergen (NH)", "Bergen (L)"} <= set(phone.buttons)


def test_a_double_tap_records_once_and_is_told_so(phone: Phone) -> None:
    phone.pledge()
    phone.type("wij bieden 4 plekken voor amv, toegezegd, per direct")
    phone.tap("Het komt erbij")
    klopt = phone.buttons["Klopt"]
    phone.tap("Klopt")
    assert "al verwerkt" in phone.hand_in(phone.input(InputKind.BUTTON, klopt))
    assert sorted(phone.places()) == [4, 12]


def test_an_old_button_does_nothing_and_says_so(phone: Phone) -> None:
    phone.type("Wij kunnen 12 plekken regelen", "Amersfoort")
    old = phone.buttons["Amv (minderjarigen)"]
    phone.type("statushouders", "nu al")
    assert "eerdere vraag" in phone.hand_in(phone.input(InputKind.BUTTON, old))


def test_an_edit_while_asking_corrects_what_was_said(phone: Phone) -> None:
    phone.type("Wij kunnen 12 plekken regelen voor statushouders")
    first = phone.last
    phone.type("Amersfoort", "nu al")
    assert first is not None
    phone.edit(first, "Wij kunnen 13 plekken regelen voor statushouders")
    assert "13 plekken" in phone.type("toegezegd")


def test_an_edit_afterwards_is_a_question(phone: Phone) -> None:
    phone.type("Namens Amersfoort: 12 plekken voor statushouders, toegezegd, per 1 september")
    first = phone.last
    phone.type("klopt")
    phone.prove()
    assert first is not None
    assert "Wilt u de toezegging wijzigen?" in phone.edit(first, "Namens Amersfoort: 14 plekken voor statushouders")
    assert phone.places() == [12]
    phone.tap("Ja, wijzig")
    phone.tap("Klopt")
    assert phone.places() == [14]


def test_a_question_in_the_middle_is_answered_and_the_report_goes_on(phone: Phone) -> None:
    phone.type("Wij kunnen 12 plekken regelen", "Amersfoort")
    back = phone.type("Wat is de deadline?")
    assert back == "Tot en met 13 augustus 2026.\n\nVoor wie zijn de plekken?"


def test_a_photo_is_not_read(phone: Phone) -> None:
    phone.type("hallo")
    assert phone.photo() == "Ik lees alleen tekst. Kunt u het in een paar woorden typen?"


def test_in_a_group_questions_are_answered_and_pledges_are_not_taken(records: Records) -> None:
    phone = Phone(records, group=True)
    assert "13 augustus" in phone.type("Wat is de deadline?")
    assert "In een groep" in phone.type("Namens Amersfoort: 12 plekken voor statushouders, toegezegd, per 1 september")


def test_an_unknown_question_goes_to_a_person_whose_answer_comes_back(phone: Phone, records: Records) -> None:
    phone.type("Komt er een dwangsom?", "ja")
    (question,) = records.questions.all(CAMPAIGN.key)
    QuestionDesk(records, CAMPAIGN, parse_script, "Joke", phone.watch).answer(question.id, "Nee, die komt er niet.")
    last = phone.sent()[-1]
    assert (last["channel"], last["recipient"]) == (Channel.TELEGRAM, "42")
    assert "Nee, die komt er niet." in last["text"]


def test_a_choice_of_what_was_meant_is_answered(phone: Phone) -> None:
    phone.type("Hoe zit het met de bonus?")
    assert phone.tap("Wat is de deadline?") == "Tot en met 13 augustus 2026."


def test_while_a_person_answers_the_assistant_is_silent(phone: Phone, records: Records) -> None:
    phone.type("hallo")
    desk = QuestionDesk(records, CAMPAIGN, parse_script, "Joke", phone.watch)
    desk.take_over(1)
    assert phone.type("Is daar iemand?") == ""
    assert [one.question.text for one in records.questions.all(CAMPAIGN.key)] == ["Is daar iemand?"]
    desk.hand_back(1)
    assert phone.type("Wat is de deadline?") == "Tot en met 13 augustus 2026."


def test_stop_ends_what_was_not_asked_for_and_start_takes_that_back(phone: Phone, records: Records) -> None:
    phone.type("/stop")
    assert records.contacts.left_alone("42") == "opted_out"
    assert phone.type("Wat is de deadline?") == "Tot en met 13 augustus 2026."
    phone.type("/start")
    assert records.contacts.left_alone("42") is None


def test_erasing_leaves_the_figures_and_nothing_of_the_person(phone: Phone, records: Records) -> None:
    phone.pledge()
    phone.type("verwijder", "ja")
    assert phone.places() == [12]
    assert records.messages.get(1).sender == ""
    with pytest.raises(DecisionError, match="gewist"):
        records.messages.raw(1)
    assert "computerprogramma" in phone.type("hallo")
    assert "Dat laat ik alleen zien" in phone.type("wat hebben wij toegezegd?")


def test_private_data_is_not_wanted_and_not_passed_on(phone: Phone, records: Records) -> None:
    back = phone.type("Komt er een dwangsom voor meneer met bsn 111222333?")
    assert "Stuurt u die alstublieft niet" in back
    phone.type("ja")
    assert "111222333" not in records.questions.all(CAMPAIGN.key)[0].question.text


def test_two_pledges_in_one_sentence_are_asked_about_together(phone: Phone) -> None:
    back = phone.type("Urk: twaalf plekken voor amv en 5 voor statushouders")
    assert back.endswith("Vanaf wanneer zijn ze er? Typ een datum of een maand.")
    phone.type("oktober")
    back = phone.type("ja")
    assert "12 plekken voor alleenstaande minderjarige vreemdelingen (toegezegd), vanaf 1 oktober 2026" in back
    assert "5 plekken voor statushouders (toegezegd), vanaf 1 oktober 2026" in back


def test_very_many_places_wait_for_a_person(phone: Phone) -> None:
    back = phone.pledge("Namens Amersfoort: 900 plekken voor statushouders, toegezegd, per 1 september")
    assert "Een medewerker kijkt er eerst naar" in back
    assert phone.places() == []


def test_the_gemeente_of_before_is_offered_and_may_be_refused(phone: Phone) -> None:
    phone.type("Amersfoort zegt 12 plekken toe voor statushouders, per 1 september", "klopt")
    phone.tap("Dat kan ik nu niet")
    assert "Is dit voor Amersfoort?" in phone.type("wij bieden 4 plekken voor amv, toegezegd, per direct")
    assert "Voor welke gemeente is dit?" in phone.type("nee")


@pytest.mark.parametrize("text", ["", "  \n ", "\ud800", "\x00", "plek " * 5000, "🙂", "%s {kenmerk}", "<b>vet</b>"])
def test_any_text_gets_a_reply(phone: Phone, records: Records, text: str) -> None:
    phone.type("hallo")
    assert phone.type(text)
    assert records.counts()["trouble"] == 0


def test_what_stands_is_asked_about_only_after_the_proof(phone: Phone, records: Records) -> None:
    phone.pledge()
    colleague = Phone(records, phone.watch, address="77")
    colleague.type("Amersfoort: 4 plekken voor amv, toegezegd, per direct", "klopt")
    assert "Komt uw melding erbij" in colleague.prove("piet@amersfoort.nl")
    assert "Vastgelegd voor Amersfoort" in colleague.type("erbij")
    assert sorted(phone.places()) == [4, 12]
