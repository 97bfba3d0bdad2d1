import pytest

from nlp.answering.cards import read_cards

CARD = """+++
key = "adres"
letters = ["A1"]
questions = ["Waar?", "Waarheen?", "Welk adres?"]
+++
Naar {postbus}.
"""


def faults(tmp_path, text):
    (tmp_path / "kaart.md").write_text(text, encoding="utf-8")
    return "\n".join(read_cards(tmp_path, ["A1"], ["postbus"]).faults)


def test_a_good_card_has_no_faults(tmp_path):
    assert faults(tmp_path, CARD) == ""
    assert read_cards(tmp_path, ["A1"], ["postbus"]).cards[0].shown == ("Waar?",)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("{postbus}", "{bus}", "heeft een onbekende plek: {bus}"),
        ('["A1"]', '["B2"]', "noemt een onbekende brief: B2"),
        ('letters = ["A1"]\n', "", "noemt geen brief als bron"),
        ('"Waarheen?", ', "", "heeft minder dan 3 vragen"),
        ('"Waarheen?"', '"Waar?"', "noemt een vraag twee keer: Waar?"),
        ("Naar {postbus}.", "", "heeft geen antwoord"),
        ("Naar", "Naar " * 150, "hoogstens 600"),
        ('"adres"', '"Het Adres"', "key ontbreekt, of bevat iets anders"),
        ("letters", "brieven", "onbekende sleutel 'brieven'"),
        ('"A1"', "A1", "geen geldige TOML"),
        ("+++\nNaar", "Naar", "een kaart begint met een kop tussen twee regels +++"),
    ],
)
def test_each_fault_of_a_card_is_named(tmp_path, old, new, sentence):
    assert sentence in faults(tmp_path, CARD.replace(old, new, 1))


def test_a_key_that_is_used_twice_is_named_with_its_first_place(tmp_path):
    found = faults(tmp_path, CARD + "\n" + CARD)
    assert "regel 8: key 'adres' bestaat al" in found
    assert "regel 1" in found


def test_a_head_may_stand_for_several_wordings(tmp_path):
    faults(tmp_path, CARD + "---\nDat weet de VNG.\n")
    assert read_cards(tmp_path, ["A1"], ["postbus"]).cards[0].wordings == ("Naar {postbus}.", "Dat weet de VNG.")
