"""What others will read names nobody, also nobody whom we do not know."""

from __future__ import annotations

import pytest

from nlp.persons import ordinary_words, without_persons
from nlp.training.ordinary_words import ordinary_words as made


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Volgens Hanneke van den Berg duurt het lang.", "Volgens [naam] duurt het lang."),
        ("Kuipers ziet het niet zitten.", "[naam] ziet het niet zitten."),
        ("De raad wil niet. Bakker zegt dat het kan.", "De raad wil niet. [naam] zegt dat het kan."),
        ("De omwonende Jansen procedeert.", "De omwonende [naam] procedeert."),
        ("Wij wachten op J. de Wit-Pols en op Van Houten.", "Wij wachten op [naam] en op [naam]."),
        ("mevrouw jansen uit Urk is ziek", "mevrouw [naam] uit Urk is ziek"),
        ("jan de vries zegt dat het niet lukt", "[naam] zegt dat het niet lukt"),
        ("Sanne van Houten wacht in Houten.", "[naam] wacht in Houten."),
        ("De buurman, Abdelkarim el Idrissi, maakt bezwaar.", "De buurman, [naam], maakt bezwaar."),
        (
            "Wethouder Bergen en burgemeester Noor Hendriks zijn voor.",
            "Wethouder [naam] en burgemeester [naam] zijn voor.",
        ),
        ("Het gezin Tesfay past niet in de woning.", "Het gezin [naam] past niet in de woning."),
        ("Bas en Floor blijven.", "[naam] en [naam] blijven."),
        ("Riet Jansen belde.", "[naam] belde."),
        ("Wij wachten. Linde de Groot niet.", "Wij wachten. [naam] niet."),
        ("Riet van Dijk ziet het niet zitten.", "[naam] ziet het niet zitten."),
        ("Hoop Tesfay wacht op een huis.", "[naam] wacht op een huis."),
        ("Merel Vos en Linde Boom komen.", "[naam] en [naam] komen."),
        ("Riet wil niet meewerken.", "[naam] wil niet meewerken."),
    ],
)
def test_names_of_persons_are_left_out(text, shown):
    assert without_persons(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Volgens [naam] kan het.",
        "Ook Jansen wil niet.",
        "Mevrouw Jansen wil niet.",
        "Wethouder Jansen wil niet.",
        "Namens Jansen meld ik dit.",
        "Brief van Jansen ontvangen.",
        "Heeft Jansen dat gezegd?",
        "Buurman Jansen procedeert.",
    ],
)
def test_a_word_that_opens_a_sentence_before_a_name_stays(text):
    assert without_persons(text) == text.replace("Jansen", "[naam]")


@pytest.mark.parametrize(
    "text",
    [
        "Wil de gemeente Houten dit ook? Wil Amersfoort het?",
        "Het COA, Liander en ProRail zijn traag; de Spreidingswet helpt het Rijk niet.",
        "In Den Haag, Ter Apel, Anna Paulowna en Bergen op Zoom ligt alles stil.",
        "Stichting Wonen Zuid bouwt aan de Molenstraat en in de Waalsprong.",
        "De Raad van State oordeelt in mei over de COA-locatie in Drielanden.",
        "Best is vol. Door de stikstof kan er niets bij. Meer lukt niet.",
        "Oekraïense ontheemden en Syrische gezinnen wonen er al.",
        "Mail naar [e-mailadres] of bel [nummer].",
    ],
)
def test_places_organisations_and_ordinary_words_stay(text):
    assert without_persons(text) == text


def test_what_was_left_out_stays_as_it_is():
    text = "Volgens Hanneke de Boer van ProRail wil Mohammed Amrani niet."
    assert without_persons(without_persons(text)) == without_persons(text)


def test_the_ordinary_words_come_from_our_own_texts():
    # Texts are added all the time; what they add can wait until the list is made anew
    assert len(ordinary_words() - set(made())) < len(ordinary_words()) / 20
