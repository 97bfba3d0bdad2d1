"""What is said of settings for Telegram that cannot be right, before anything is asked of it."""

from pathlib import Path

import pytest

from bot.demo_data import demo_settings
from bot.settings_file import load
from domain.errors import SettingsError
from tests.telegram.state import TOKEN


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def settings(text):
    Path("plaatsmaker.toml").write_text(f"[chat.telegram]\n{text}", encoding="utf-8")
    return load().settings


def fault(text):
    with pytest.raises(SettingsError) as caught:
        settings(text)
    (sentence,) = str(caught.value).splitlines()
    return sentence


def test_without_a_token_the_door_is_closed():
    assert not settings("").chat.telegram.wanted
    assert settings(f"token = '{TOKEN}'").chat.telegram.wanted


def test_a_token_that_cannot_be_one_is_not_repeated():
    sentence = fault("token = 'wachtwoord123'")
    assert "chat.telegram.token heeft niet de vorm" in sentence
    assert "wachtwoord123" not in sentence


def test_a_token_does_not_travel_in_the_open():
    assert "chat.telegram.api_url moet met https://" in fault("api_url = 'http://telegram.example'")
    assert settings("api_url = 'http://127.0.0.1:8081'").chat.telegram.api_url


def test_a_webhook_needs_an_address():
    assert "webhook_url ontbreekt" in fault("mode = 'webhook'")
    assert "webhook_url moet met https://" in fault("mode = 'webhook'\nwebhook_url = 'http://vng.example/haak'")


def test_a_demo_leaves_the_real_chat_alone():
    assert not demo_settings(settings(f"token = '{TOKEN}'")).chat.telegram.wanted
