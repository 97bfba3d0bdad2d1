"""Which of the texts in a mail is read, over the trees that mail programs make."""

from __future__ import annotations

import pytest

from domain.model import Kind
from intake.mail.parse import read

HEAD = "From: Jan Smit <j.smit@b.example>\nTo: migratie@vng.nl\nSubject: reactie\n"


def _mixed(subtype: str, *parts: str, head: str = HEAD) -> bytes:
    body = "".join(f"--x\n{part}\n" for part in parts)
    return f"{head}Content-Type: multipart/{subtype}; boundary=x\n\n{body}--x--\n".encode()


def _plain(text: str) -> str:
    return f"Content-Type: text/plain; charset=utf-8\n\n{text}"


def _html(text: str) -> str:
    return f"Content-Type: text/html; charset=utf-8\n\n{text}"


def test_plain_text_is_taken_where_it_says_as_much() -> None:
    raw = _mixed("alternative", _plain("Wij doen er vier."), _html("<p>Wij doen er <b>vier</b>.</p>"))
    assert read(raw).body == "Wij doen er vier."


@pytest.mark.parametrize(
    "stub",
    [
        "",
        "   \n",
        "Uw e-mailprogramma kan geen HTML weergeven.",
        "This message requires an HTML mail client.",
        "Bekijk deze e-mail in uw browser.",
    ],
)
def test_a_stub_gives_way_to_the_html(stub: str) -> None:
    html = "<p>Beste VNG,</p><p>Wij leveren vier plekken in het oude raadhuis, de sleutel ligt klaar bij de balie.</p>"
    assert "vier plekken" in read(_mixed("alternative", _plain(stub), _html(html))).body


def test_a_plain_text_that_lost_most_of_the_message_gives_way() -> None:
    html = "<p>Zie hieronder</p>" + "<p>In de Havenstraat komen vier plekken vrij voor een gezin.</p>" * 5
    assert "vier plekken" in read(_mixed("alternative", _plain("Zie hieronder"), _html(html))).body


def test_a_table_that_fell_apart_in_plain_text_is_taken_from_the_html() -> None:
    plain = "Gemeente\n\nPlekken\n\nOudedijk\n\n4\n\nNieuwedijk\n\n7"
    rows = "".join(
        f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in (("Gemeente", "Plekken"), ("Oudedijk", 4), ("Nieuwedijk", 7))
    )
    message = read(_mixed("alternative", _plain(plain), _html(f"<table>{rows}</table>")))
    assert message.body == "Gemeente    Plekken\nOudedijk    4\nNieuwedijk  7"


def test_a_table_that_plain_text_kept_stays_plain() -> None:
    html = "<table><tr><td>Oudedijk</td><td>4</td></tr></table>"
    assert read(_mixed("alternative", _plain("Oudedijk: 4"), _html(html))).body == "Oudedijk: 4"


def test_the_html_is_taken_where_only_it_shows_the_older_message() -> None:
    html = '<div>Vier plekken.</div><blockquote type="cite"><div>Lukken er 20?</div></blockquote>'
    message = read(_mixed("alternative", _plain("Vier plekken.\n\nLukken er 20?"), _html(html)))
    assert (message.body, message.quoted) == ("Vier plekken.", "> Lukken er 20?")


def test_apple_splits_a_text_around_a_file() -> None:
    file = "Content-Type: application/pdf; name=a.pdf\nContent-Disposition: inline; filename=a.pdf\n\n%PDF"
    message = read(_mixed("mixed", _plain("Wij doen er vier."), file, _plain("En in mei nog twee.")))
    assert message.body == "Wij doen er vier.\n\nEn in mei nog twee."
    assert [one.name for one in message.attachments] == ["a.pdf"]


def test_a_text_that_comes_twice_is_read_once() -> None:
    raw = _mixed("mixed", _plain("Wij doen er vier."), _html("<p>Wij doen er vier.</p>"))
    assert read(raw).body == "Wij doen er vier."


def test_related_inside_alternative_inside_mixed() -> None:
    related = "Content-Type: multipart/related; boundary=z\n\n--z\nContent-Type: text/html\n\n<p>vier</p>\n--z\nContent-Type: image/png\nContent-ID: <a>\n\nPNG\n--z--"  # noqa: E501 - a tree in one line
    alternative = f"Content-Type: multipart/alternative; boundary=y\n\n--y\n{_plain('vier')}\n--y\n{related}\n--y--"
    message = read(_mixed("mixed", alternative))
    assert (message.body, message.attachments) == ("vier", ())


@pytest.mark.parametrize(
    "raw",
    [
        f"{HEAD}Content-Type: multipart/mixed\n\nWij doen er vier.\n",
        f"{HEAD}Content-Type: multipart/mixed; boundary=x\n\nWij doen er vier.\n",
        f"{HEAD}Content-Type: multipart/mixed; boundary=x\n\n--x\n\nWij doen er vier.\n",
        f"{HEAD}Content-Type: tekst\n\nWij doen er vier.\n",
        f"{HEAD}Content-Type: text/plain; charset\n\nWij doen er vier.\n",
        f"{HEAD}Content-Transfer-Encoding: base64\n\nWij doen er vier.\n",
        f"{HEAD}Content-Transfer-Encoding: base64\n\nV2lqIGRvZW4gZXIgdmllci4\n",
        f"{HEAD}Content-Transfer-Encoding: quoted-printable\n\nWij doen er=20=\n vier.=\n",
        f"{HEAD}Content-Transfer-Encoding: 9bit\n\nWij doen er vier.\n",
        f"\n\n{HEAD}\nWij doen er vier.\n",
        f"\ufeff{HEAD}\nWij doen er vier.\n",
        f"From x@y Mon Jul 27 10:00:00 2026\n{HEAD}\nWij doen er vier.\n",
        f"{HEAD}dit is geen kop\n\nWij doen er vier.\n",
    ],
)
def test_a_broken_mail_still_gives_its_text(raw: str) -> None:
    assert " ".join(read(raw.encode()).body.split()).endswith("Wij doen er vier.")


def test_undeclared_quoted_printable_is_seen() -> None:
    text = "Wij zijn ge=C3=AFnformeerd, de co=C3=B6rdinator belt. Het gaat om =C3=A9=C3=A9n gezin dat in =\nmei komt."
    assert "één gezin dat in mei komt" in read(f"{HEAD}\n{text}\n".encode()).body


def test_base64_with_a_plain_footer_keeps_both() -> None:
    raw = f"{HEAD}Content-Transfer-Encoding: base64\n\nV2lqIGRvZW4gZXIgdmllci4=\n\n--\nPlatform Wonen, lijst\n".encode()
    message = read(raw)
    assert message.body == "Wij doen er vier."
    assert "Platform Wonen" in message.signature


def test_an_encrypted_mail_waits_for_a_person() -> None:
    part = "Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIIB"
    message = read(f"{HEAD}{part}\n".encode())
    assert message.kind is Kind.PERSONAL
    assert message.notes == ("Het bericht is versleuteld of zo ondertekend dat de tekst niet te lezen is.",)


def test_a_signed_mail_is_read_without_its_signature_file() -> None:
    signature = "Content-Type: application/pkcs7-signature; name=smime.p7s\n\nMII"
    message = read(_mixed("signed; protocol=x", _plain("Wij doen er vier."), signature))
    assert (message.body, message.attachments) == ("Wij doen er vier.", ())
