from datetime import date

from domain.letters import Letter
from nlp.answering.passages import passage, sentences

TEXT = (
    "Kopje zonder punt\n"
    "Op 3 mei jl. kwamen drie dorpen bijeen. Zij vroegen 12 bedden aan via post@dorp.example.\n"
    "Meer staat op https://dorp.example/bedden en elders."
)
LETTER = Letter("D1", "Drie dorpen", date(2026, 5, 4), text=TEXT)


def test_a_passage_is_an_exact_slice():
    found = passage(LETTER, "vroegen bedden")
    assert found == "Zij vroegen 12 bedden aan via post@dorp.example."
    assert found in TEXT


def test_an_abbreviation_ends_no_sentence():
    assert passage(LETTER, "dorpen bijeen") == "Op 3 mei jl. kwamen drie dorpen bijeen."


def test_words_that_stand_in_no_sentence_together_quote_nothing():
    assert passage(LETTER, "bijeen bedden") == ""


def test_a_sentence_with_a_link_in_it_is_not_quoted():
    assert passage(LETTER, "elders") == ""


def test_sentences_cover_all_but_the_white_space():
    assert "".join(TEXT[start:end] for start, end in sentences(TEXT)) == TEXT.replace(". Z", ".Z").replace("\n", "")
