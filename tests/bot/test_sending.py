"""`remind`, `send` and `contacts` as a person uses them."""

import email
import json
from datetime import datetime, timedelta
from email import policy

import openpyxl
import pytest

from domain.campaign import AMSTERDAM
from tests.bot.conftest import demo_mails

HEAD = "gemeente;naam;adres;rol;kanaal\n"
THREE = HEAD + (
    "Den Haag;mevrouw Bos;bos@denhaag.example;ambtelijk;\n"
    "0363;;plekken@amsterdam.example;;e-mail\n"
    "Bergen NH;;secretaris@bergen.example;gemeentesecretaris;\n"
)


@pytest.fixture
def book(place):
    (place.folder / "contacten.csv").write_text(THREE, encoding="utf-8")
    assert place.run("contacts", "import", "contacten.csv").code == 0
    return place


def sent(place):
    files = sorted((place.data / "outgoing").glob("*.eml"))
    return {mail["To"].addresses[0].addr_spec: mail for mail in (parsed(file) for file in files)}


def parsed(file):
    return email.message_from_bytes(file.read_bytes(), policy=policy.default)


def test_contacts_come_in_by_code_and_by_any_name(book):
    listed = book.run("contacts", "list").out
    assert "'s-Gravenhage: mevrouw Bos <bos@denhaag.example>, ambtelijk" in listed
    assert "Amsterdam: plekken@amsterdam.example" in listed
    assert "Bergen (NH.): secretaris@bergen.example, gemeentesecretaris" in listed


def test_every_bad_row_is_named_and_then_nothing_comes_in(place):
    rows = "Den Hag;;a@b.example;;\nBergen;;a@b.example;;\n;;geen;baas;\nUrk;;u@urk.example;;\nUrk;;U@urk.example;;\n"
    (place.folder / "fout.csv").write_text(HEAD + rows, encoding="utf-8")
    said = "\n".join(place.run("contacts", "import", "fout.csv").sentences)
    for words in ("regel 2: Er is geen gemeente 'Den Hag'", "regel 3: 'Bergen' kan", "regel 4: de gemeente ontbreekt"):
        assert words in said
    assert "regel 6: dit is dezelfde als regel 5" in said
    assert "geen database" in place.run("contacts", "list").err


def test_an_xlsx_with_codes_as_text_and_as_numbers_comes_in(place):
    sheet = openpyxl.Workbook()
    for row in (["Gemeentecode", "E-mail"], ["0363", "a@amsterdam.example"], [599, "r@rotterdam.example"]):
        sheet.active.append(row)
    sheet.save(place.folder / "contacten.xlsx")
    assert "2 van de 2" in place.run("contacts", "import", "contacten.xlsx").out
    assert "Rotterdam: r@rotterdam.example" in place.run("contacts", "list").out


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("weg.csv", None, "dit bestand is er niet"),
        ("leeg.csv", b"", "deze kolommen ontbreken: gemeente, adres"),
        ("koppen.csv", b"gemeente;adres\n", "hier staan geen contacten in"),
        ("plaatje.csv", b"\x89PNG\0\0", "dit is geen CSV en geen XLSX"),
        ("plaatje.xlsx", b"\x89PNG\0\0", "dit is geen leesbaar XLSX-bestand"),
        ("krom.csv", b'gemeente;adres\nUrk;"a@b.nl" x\n', "regel 2: een aanhalingsteken staat verkeerd"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_one_sentence(place, name, content, said):
    if content is not None:
        (place.folder / name).write_bytes(content)
    ended = place.run("contacts", "import", name)
    assert (ended.code, len(ended.sentences)) == (1, 1)
    assert said in ended.err


def test_a_dry_run_names_who_would_get_what_and_changes_nothing(book):
    said = book.run("remind", "--on", "2026-07-16", "--dry-run").out
    assert "Stap: Vier weken voor de deadline." in said
    assert "'s-Gravenhage: bos@denhaag.example (niets gehoord)" in said
    assert "339 gemeenten kunnen wij niet aanschrijven" in said
    assert json.loads(book.run("status", "--json").out)["waves"] == []


def test_each_mail_can_be_read_beforehand(book):
    said = book.run("remind", "--on", "2026-07-16", "--show").out
    assert "Onderwerp: Herinnering: wat kan de gemeente Amsterdam bijdragen?" in said
    assert "U kunt tot en met 13 augustus 2026 antwoorden. U hebt nog 28 dagen." in said


def test_between_two_steps_the_next_one_is_told(book):
    assert "De volgende is op 16-07-2026" in book.run("remind", "--on", "2026-07-01", "--dry-run").out


def test_a_wave_waits_for_approval_leaves_out_who_is_excluded_and_goes_out_once(book):
    # A deadline to come: a reminder is only sent while what it says of the time that is left is true
    book.copy_campaign(book.folder / "actie", deadline_in_weeks=3)
    book.settings('campaign = "actie"\n')
    day = str(datetime.now(AMSTERDAM).date() - timedelta(days=5))
    assert "3 herinneringen wachten op uw goedkeuring" in book.run("remind", "--on", day).out
    assert "Er stond niets klaar." in book.run("send").out
    approved = book.run("remind", "--on", day, "--exclude", "Amsterdam", "--approve", "--who", "Joke").out
    assert "2 herinneringen klaargezet" in approved
    assert "2 mails behandeld: 2 verstuurd." in book.run("send").out
    assert set(sent(book)) == {"bos@denhaag.example", "secretaris@bergen.example"}
    assert "Er is niets klaargezet." in book.run("remind", "--on", day, "--approve").out
    assert "Herinnering vier-weken: goedgekeurd, 2 van 2 verstuurd." in book.run("status").out


def test_a_reminder_of_a_deadline_that_has_passed_stays_back(book):
    book.run("remind", "--on", "2026-07-16", "--approve")
    assert "3 mails behandeld: 3 niet meer nodig." in book.run("send").out


def test_a_step_can_be_skipped(book):
    assert "Deze stap is overgeslagen." in book.run("remind", "--on", "2026-07-16", "--dismiss").out
    ended = book.run("remind", "--on", "2026-07-16", "--approve")
    assert (ended.code, ended.err) == (1, "De stap 'Vier weken voor de deadline' is al overgeslagen.\n")


def test_a_trial_goes_to_one_address_and_the_wave_stays_as_it_was(book):
    assert "1 proefmail klaargezet" in book.run("remind", "--on", "2026-07-16", "--trial", "joke@vng.example").out
    book.run("send")
    (mail,) = sent(book).values()
    assert mail["Subject"].startswith("[proef] Herinnering")
    assert "3 herinneringen." in book.run("remind", "--on", "2026-07-16", "--dry-run").out


def test_a_mail_that_was_collected_is_acknowledged(place):
    place.collect(*demo_mails("01-"))
    assert "bevestiging aan" in place.run("send").out
    (mail,) = sent(place).values()
    assert "14 plekken voor statushouders (toegezegd)" in mail.get_body(("plain",)).get_content()
    assert "voorgesteld" in place.run("status").out


def test_a_proposed_contact_is_accepted_by_a_person(place):
    place.drop(*demo_mails("01-"))
    place.run("collect")
    assert "Voorstel 1. Zutphen:" in place.run("contacts", "list").out
    assert place.run("contacts", "accept", "1").code == 0
    assert "1 contacten bij 1 gemeenten." in place.run("contacts", "list").out
    assert place.run("contacts", "reject", "1").err == "Er is geen voorstel met nummer 1.\n"


def test_after_a_restore_nothing_goes_out_and_what_may_have_gone_is_decided_by_a_person(place):
    place.collect(*demo_mails("01-"))
    place.run("backup", "kopie.db")
    place.run("send")
    assert place.run("restore", "kopie.db").code == 0
    assert "Versturen staat uit" in place.run("send").out
    said = place.run("send", "--resume").out
    assert "Van 1 mail is niet zeker" in said
    assert "Onzekere mail nagezocht: 1 aangekomen, 0 gaan opnieuw uit." in said
    assert len(sent(place)) == 1


def test_an_uncertain_mail_is_listed_and_a_person_decides(place):
    place.collect(*demo_mails("01-"))
    place.run("backup", "kopie.db")
    place.run("restore", "kopie.db")
    place.settings("[mail.outgoing]\nkind = 'smtp'\nhost = '127.0.0.1'\nport = 1\ntls = 'none'\n")
    assert "Onzeker 1: bevestiging aan" in place.run("send", "--resume").out
    assert place.run("send", "--decide", "1", "sent").out == "Mail 1: aangekomen.\n"
    assert place.run("send", "--decide", "1", "again").err == "Mail 1 is niet onzeker.\n"


@pytest.mark.parametrize(("what", "head"), [("contacts", "Rol"), ("outgoing", "Aanleiding")])
def test_what_we_send_and_to_whom_can_be_exported(book, what, head):
    book.run("remind", "--on", "2026-07-16", "--approve")
    rows = book.run("export", what).out.splitlines()
    assert head in rows[0]
    assert len(rows) == 4
