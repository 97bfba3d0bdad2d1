import pytest

from bot.masking import masked


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("van j.de.boer+vng@zutphen.nl over", "van …@zutphen.nl over"),
        ("BSN 123456782", "BSN …"),
        ("bel 06-12345678 of +31 (0)575 568 222", "bel … of …"),
        ("V-nummer 271.234.5678", "V-nummer …"),
        ("NL20INGB0001234567", "…"),
        ("NL20 INGB 0001 2345 67", "…"),
    ],
)
def test_addresses_and_numbers_of_persons_are_taken_out(text, safe):
    assert masked(text) == safe


@pytest.mark.parametrize("text", ["14 plekken per 1 oktober 2026", "1.250 van 2.000", "bericht 12345", "GM0307"])
def test_figures_stay(text):
    assert masked(text) == text
