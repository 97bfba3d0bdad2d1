"""Looking up on a real server whether a mail arrived."""

from __future__ import annotations

import pytest

from domain.errors import SourceError
from intake.mail.sent_folder import ImapSentFolder
from tests.dovecot import Mailbox, letter

pytestmark = pytest.mark.server


def test_a_mail_is_found_by_its_message_id_and_another_is_not(mailbox: Mailbox) -> None:
    folder = ImapSentFolder(mailbox.account())
    assert not folder.holds("<een@vng.nl>")
    mailbox.deliver(b"Message-ID: <een@vng.nl>\r\n" + letter(1))
    assert [folder.holds(number) for number in ("<een@vng.nl>", "<twee@vng.nl>")] == [True, False]
    folder.close()


def test_looking_leaves_the_mail_unread(mailbox: Mailbox) -> None:
    mailbox.deliver(b"Message-ID: <een@vng.nl>\r\n" + letter(1))
    folder = ImapSentFolder(mailbox.account())
    folder.holds("<een@vng.nl>")
    folder.close()
    assert all("\\Seen" not in flags for flags in mailbox.flags().values())


def test_a_folder_that_is_not_there_is_named_with_its_setting(mailbox: Mailbox) -> None:
    with pytest.raises(SourceError, match=r'"Weg" \(mail.outgoing.sent.folder\)'):
        ImapSentFolder(mailbox.account(folder="Weg")).holds("<een@vng.nl>")


def test_a_wrong_password_is_told_with_the_setting_for_sent_mail(mailbox: Mailbox) -> None:
    with pytest.raises(SourceError, match=r"klopt mail\.outgoing\.sent\.password"):
        ImapSentFolder(mailbox.account(password="fout")).holds("<een@vng.nl>")
