"""The Bot API server of the tests is as strict as Telegram, for two client libraries that know nothing of it."""

import asyncio
import re
import threading

import pytest
import telebot
import telegram as ptb
from telebot.apihelper import ApiTelegramException
from telebot.types import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from tests.telegram.refusals import DEACTIVATED

BUTTONS = ptb.InlineKeyboardMarkup([[ptb.InlineKeyboardButton("Klopt", callback_data="klopt:1")]])


def refused(error, words):
    """The library puts a capital in front of Telegram's words."""
    return pytest.raises(error, match=f"(?i){re.escape(words)}")


def using(telegram, work, token=None):
    """What `work` makes of a bot of python-telegram-bot."""

    async def run():
        async with ptb.Bot(token or telegram.token, base_url=f"{telegram.api_url}/bot") as bot:
            return await work(bot)

    return asyncio.run(run())


@pytest.fixture
def second_library(telegram):
    before = telebot.apihelper.API_URL
    telebot.apihelper.API_URL = telegram.api_url + "/bot{0}/{1}"
    yield telebot.TeleBot(telegram.token, threaded=False)
    telebot.apihelper.API_URL = before
    telebot.apihelper._get_req_session(reset=True).close()


def test_a_message_is_given_until_its_successor_is_asked_for(telegram):
    anne = telegram.user("Anne")
    anne.says("Hallo 🙂")

    async def ask(bot):
        first = await bot.get_updates()
        return first, await bot.get_updates(), await bot.get_updates(offset=first[0].update_id + 1)

    first, again, after = using(telegram, ask)
    assert first[0].message.text == again[0].message.text == "Hallo 🙂"
    assert first[0].message.date.tzinfo is not None
    assert after == ()


def test_a_long_poll_ends_as_soon_as_there_is_news(telegram):
    anne = telegram.user("Anne")
    threading.Timer(0.1, anne.says, ["eindelijk"]).start()
    (update,) = using(telegram, lambda bot: bot.get_updates(timeout=30))
    assert update.message.text == "eindelijk"


def test_a_second_poller_ends_the_first(telegram):
    async def both(bot):
        first = asyncio.create_task(bot.get_updates(timeout=30))
        await asyncio.sleep(0.1)
        async with ptb.Bot(telegram.token, base_url=f"{telegram.api_url}/bot") as other:
            await other.get_updates(timeout=0)
        with refused(Conflict, "terminated by other getUpdates"):
            await first

    using(telegram, both)


def test_no_polling_beside_a_webhook(telegram):
    async def ask(bot):
        await bot.set_webhook("https://voorbeeld.example/haak", secret_token="abc")
        with refused(Conflict, "webhook is active"):
            await bot.get_updates()
        assert (await bot.get_webhook_info()).url == "https://voorbeeld.example/haak"
        await bot.delete_webhook()
        return await bot.get_updates()

    assert using(telegram, ask) == ()


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("a < b", "Unclosed start tag"),
        ("<p>alinea</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("<b>vet", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é</b>", "Unexpected end tag at byte offset 2"),
        ("<b><i>x</b></i>", 'expected "</i>", found "</b>"'),
    ],
)
def test_html_is_read_strictly(telegram, html, why):
    anne = telegram.user("Anne")
    with refused(BadRequest, why):
        using(telegram, lambda bot: bot.send_message(anne.id, html, parse_mode="HTML"))
    assert anne.received() == []


def test_html_becomes_text_with_entities(telegram):
    anne = telegram.user("Anne")
    html = '🙂 <b>vet &amp; <i>schuin</i></b> &lt;x&gt; <a href="https://vng.nl">hier</a>'
    message = using(telegram, lambda bot: bot.send_message(anne.id, html, parse_mode="HTML"))
    assert message.text == "🙂 vet & schuin <x> hier"
    shown = {entity.type: message.parse_entity(entity) for entity in message.entities}
    assert shown == {"bold": "vet & schuin", "italic": "schuin", "text_link": "hier"}


def test_length_is_counted_after_the_markup_in_utf_16(telegram):
    anne = telegram.user("Anne")
    using(telegram, lambda bot: bot.send_message(anne.id, f"<b>{'🙂' * 2048}</b>", parse_mode="HTML"))
    with refused(BadRequest, "message is too long"):
        using(telegram, lambda bot: bot.send_message(anne.id, "🙂" * 2049))
    with refused(BadRequest, "message text is empty"):
        using(telegram, lambda bot: bot.send_message(anne.id, "<b> </b>", parse_mode="HTML"))


def test_button_data_has_at_most_64_bytes(telegram):
    anne = telegram.user("Anne")
    rows = [[ptb.InlineKeyboardButton("Klopt", callback_data="é" * 33)]]
    with refused(BadRequest, "BUTTON_DATA_INVALID"):
        using(telegram, lambda bot: bot.send_message(anne.id, "?", reply_markup=ptb.InlineKeyboardMarkup(rows)))


def test_a_message_changes_once(telegram):
    anne = telegram.user("Anne")

    async def change(bot):
        sent = await bot.send_message(anne.id, "Klopt dit?", reply_markup=BUTTONS)
        await bot.edit_message_text("Klopt.", anne.id, sent.message_id)
        with refused(BadRequest, "message is not modified"):
            await bot.edit_message_text("Klopt.", anne.id, sent.message_id)
        with refused(BadRequest, "message is not modified"):
            await bot.edit_message_reply_markup(anne.id, sent.message_id)
        with refused(BadRequest, "message to edit not found"):
            await bot.edit_message_text("x", anne.id, 99)
        await bot.delete_message(anne.id, sent.message_id)

    using(telegram, change)
    assert anne.received() == []


def test_a_tap_is_answered_in_time_or_not_at_all(telegram):
    anne = telegram.user("Anne")
    using(telegram, lambda bot: bot.send_message(anne.id, "Klopt dit?", reply_markup=BUTTONS))
    query = anne.taps("Klopt")
    (update,) = using(telegram, lambda bot: bot.get_updates())
    assert (update.callback_query.data, update.callback_query.message.text) == ("klopt:1", "Klopt dit?")
    assert using(telegram, lambda bot: bot.answer_callback_query(query))
    telegram.queries[query] -= 60
    with refused(BadRequest, "query is too old"):
        using(telegram, lambda bot: bot.answer_callback_query(query))


def test_who_cannot_be_written_to(telegram):
    anne, group = telegram.user("Anne"), telegram.group("Overleg")
    with refused(BadRequest, "chat not found"):
        using(telegram, lambda bot: bot.send_message(5, "x"))
    anne.blocks()
    with refused(Forbidden, "bot was blocked by the user"):
        using(telegram, lambda bot: bot.send_message(anne.id, "x"))
    anne.chat.refuses = DEACTIVATED
    with refused(Forbidden, "user is deactivated"):
        using(telegram, lambda bot: bot.send_message(anne.id, "x"))
    fresh = telegram.migrate(group)
    with pytest.raises(ChatMigrated) as moved:
        using(telegram, lambda bot: bot.send_message(group.id, "x"))
    assert moved.value.new_chat_id == fresh.id


def test_a_wrong_token_is_refused(telegram):
    with pytest.raises(InvalidToken):
        using(telegram, lambda bot: bot.get_me(), token="1:verkeerd")


@pytest.mark.parametrize(
    ("fault", "error", "arrives"),
    [
        ("drop before", NetworkError, False),
        ("drop after", NetworkError, True),
        ("502", NetworkError, False),
        ("502 after", NetworkError, True),
        ("429 7", RetryAfter, False),
    ],
)
def test_faults_before_and_after_delivery(telegram, fault, error, arrives):
    anne = telegram.user("Anne")
    telegram.fault = lambda call: fault if call.method == "sendmessage" else None
    with pytest.raises(error):
        using(telegram, lambda bot: bot.send_message(anne.id, "x"))
    assert bool(anne.received()) is arrives
    assert telegram.said("sendmessage")[0].answer == fault


def test_a_group_is_heard_only_where_the_bot_is_addressed(telegram):
    anne, group = telegram.user("Anne"), telegram.group("Overleg")
    anne.says("onder ons", group)
    anne.says("@proef_bot wat is de deadline?", group)
    anne.says("/help", group)
    assert [update["message"]["text"] for update in telegram.updates] == ["@proef_bot wat is de deadline?", "/help"]


def test_the_second_library_hears_and_answers(telegram, second_library):
    anne = telegram.user("Anne")
    anne.says("Hallo")
    (update,) = second_library.get_updates(timeout=1)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Klopt", callback_data="klopt:1")]])
    sent = second_library.send_message(update.message.chat.id, "<b>Dag</b>", parse_mode="HTML", reply_markup=keyboard)
    anne.taps("Klopt")
    (tap,) = second_library.get_updates(offset=update.update_id + 1)
    assert second_library.answer_callback_query(tap.callback_query.id)
    second_library.edit_message_text("Genoteerd", anne.id, sent.message_id)
    assert anne.hears(1) == ["Genoteerd"]
    assert second_library.set_my_commands([BotCommand("help", "Wat kan ik vragen?")])


def test_the_second_library_meets_the_same_refusals(telegram, second_library):
    anne = telegram.user("Anne")
    with pytest.raises(ApiTelegramException, match="can't parse entities"):
        second_library.send_message(anne.id, "a < b", parse_mode="HTML")
    anne.blocks()
    with pytest.raises(ApiTelegramException) as refused:
        second_library.send_message(anne.id, "x")
    assert refused.value.error_code == 403
    telegram.fault = lambda _: "429 3"
    with pytest.raises(ApiTelegramException) as refused:
        second_library.get_me()
    assert refused.value.result_json["parameters"] == {"retry_after": 3}


def test_a_webhook_is_brought_each_update_with_its_secret(telegram):
    heard, brought = [], threading.Event()

    async def take(reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        heard.append(head.partition("X-Telegram-Bot-Api-Secret-Token: ")[2].partition("\r\n")[0])
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" if len(heard) > 1 else b"HTTP/1.1 500 Nee\r\n\r\n")
        writer.close()
        if len(heard) > 1:
            brought.set()

    async def listen():
        async with await asyncio.start_server(take, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            async with ptb.Bot(telegram.token, base_url=f"{telegram.api_url}/bot") as bot:
                await bot.set_webhook(f"http://127.0.0.1:{port}/haak", secret_token="abc")
            telegram.user("Anne").says("Hallo")
            await asyncio.to_thread(brought.wait, 5)

    asyncio.run(listen())
    assert heard == ["abc", "abc"]
