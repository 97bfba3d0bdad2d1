"""One mail is one message, however often it is delivered; two mails are two, whatever their Message-ID."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.identity import arrival
from intake.process import process
from intake.receive import Received, receive
from tests.cast.people import day
from tests.cast.script import mail, raw_mail

ON_THE_WAY = b"Received: from a by b\nDelivered-To: migratie@vng.nl\nX-Spam-Score: 1\nReturn-Path: <x@y.nl>\n"


def same(one: bytes, other: bytes) -> bool:
    return arrival(raw_mail(one)).content_hash == arrival(raw_mail(other, "2")).content_hash


@pytest.mark.parametrize(
    "second",
    [
        lambda raw: ON_THE_WAY + raw,
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: raw + b"\n\n",
        lambda raw: raw.replace(b"Subject: Extra plekken", b"Subject: Extra\n plekken"),
    ],
    ids=["another way", "line ends", "a line at the end", "folded"],
)
def test_two_deliveries_are_one_message(second):
    raw = mail("pledge GM0307 12", number="a")
    assert same(raw, second(raw))


@pytest.mark.parametrize(
    "other",
    [
        mail("pledge GM0307 13", number="a"),
        mail("pledge GM0307 12", number="b"),
        mail("pledge GM0307 12", number="a", sent=day(1)),
        mail("pledge GM0307 12", number="a", subject="Anders"),
        mail("pledge GM0307 12", number="a", sender="iemand@urk.nl"),
    ],
    ids=["text", "number", "date", "subject", "sender"],
)
def test_another_mail_is_another_message(other):
    assert not same(mail("pledge GM0307 12", number="a"), other)


def test_text_moved_between_headers_is_not_the_same():
    assert not same(b"Subject: a\nFrom: bc\n\n", b"Subject: ab\nFrom: c\n\n")


def test_the_second_delivery_is_known_and_not_handled_again(intake, firm):
    raw = mail("pledge GM0307 12")
    assert receive(intake.records, [raw_mail(raw, "1"), raw_mail(ON_THE_WAY + raw, "2")]) == Received(1, 1)
    assert [handled.id for handled in process(intake)] == [1]
    assert receive(intake.records, [raw_mail(raw, "3", folder="Archief")]) == Received(0, 1)
    assert list(process(intake)) == []
    assert firm() == 12


def test_a_reused_message_id_drops_nothing(tell, firm):
    tell(mail("pledge GM0307 12", number="a"), mail("pledge GM1948 5", number="a"))
    assert firm() == 17


def test_mail_without_message_id_works(tell, firm):
    tell(mail("pledge GM0307 12"), mail("pledge GM1948 5"))
    assert firm() == 17


def test_what_is_no_mail_is_kept_and_not_taken_for_another(tell, intake):
    odd = [b"pledge GM0307 12\n", b"", b"\n\nspeaks GM0307\n", b"iets anders"]
    assert len(tell(*odd)) == 4
    assert [intake.records.messages.raw(number) for number in (1, 2, 3, 4)] == odd


def test_new_uidvalidity_brings_no_new_messages(intake):
    raw = mail("pledge GM0307 12")
    first = raw_mail(raw, "7")
    again = replace(first, location=replace(first.location, uidvalidity=2, uid="1"))
    assert receive(intake.records, [first]).new == 1
    assert receive(intake.records, [again]).new == 0
    assert intake.records.messages.known([again.location]) == {again.location}


def test_mail_in_trouble_that_is_put_back_is_tried_again(tell, intake):
    raw = mail("unreadable")
    tell(raw)
    receive(intake.records, [raw_mail(raw, "put back")])
    assert intake.records.messages.get(1).state == "received"


def test_the_raw_text_comes_back_byte_for_byte(intake):
    raw = bytes(range(256)) * 300
    receive(intake.records, [raw_mail(raw)])
    assert intake.records.messages.raw(1) == raw
