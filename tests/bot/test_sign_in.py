"""The settings of signing in with an account of the organisation, and what `doctor` says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.desk import open_provider
from bot.doctor import Verdict, settings_check, sign_in_check
from bot.settings_file import Loaded, load
from domain.accounts import Role
from domain.errors import SettingsError
from tests.cast.sign_in_service import sign_in_service

GOOD = 'client_id = "plaatsmaker"\nclient_secret_file = "geheim"\ngroups = { reviewer = ["a"], manager = ["b"] }\n'


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("geheim").write_text("s3cret\n", encoding="utf-8")


def loaded(oidc: str, desk: str = "") -> Loaded:
    Path("plaatsmaker.toml").write_text(f"[desk]\n{desk}\n[desk.oidc]\n{oidc}", encoding="utf-8")
    return load()


def test_the_settings_become_the_rules_of_the_door():
    found = open_provider(loaded(GOOD + 'issuer = "https://i.example"\ndomains = ["VNG.example"]\n').settings)
    assert (found.secret(), found.back) == ("s3cret", "http://127.0.0.1:8014/werkbank/inloggen/terug")
    assert found.entrance.groups[Role.MANAGER] == {"b"}
    assert (found.entrance.everybody, found.entrance.domains) == (None, {"vng.example"})


@pytest.mark.parametrize(
    ("oidc", "desk", "sentence"),
    [
        (GOOD + 'issuer = "http://i.example"', "", "desk.oidc.issuer moet met https:// beginnen"),
        (GOOD + 'issuer = "https://i.example"', 'host = "0.0.0.0"', "desk.public_url ontbreekt"),
        ('issuer = "https://i.example"\nclient_id = "p"', "", "zo komt niemand binnen"),
        (GOOD + 'issuer = "https://i.example"\nscopes = ["email"]', "", 'desk.oidc.scopes moet "openid" bevatten'),
        (GOOD + 'issuer = "https://i.example"\ndomains = ["@x.nl"]', "", "'@x.nl' is geen domein"),
        (GOOD + 'issuer = "https://i.example"\neverybody = "chef"', "", "desk.oidc.everybody moet een van deze zijn"),
        (GOOD + 'issuer = "https://i.example"\nclient_secret = "x"', "", "desk.oidc.client_secret staat er twee keer"),
        (GOOD, "", "desk.oidc.issuer ontbreekt."),
    ],
)
def test_what_cannot_be_is_named(oidc, desk, sentence):
    with pytest.raises(SettingsError) as caught:
        loaded(oidc, desk)
    assert sentence in str(caught.value)


def test_doctor_says_that_others_can_read_the_secret():
    found = loaded(GOOD + 'issuer = "https://i.example"\n')
    for mode, verdicts in ((0o644, [Verdict.GOOD, Verdict.NOTICE]), (0o600, [Verdict.GOOD])):
        Path("geheim").chmod(mode)
        assert [f.verdict for f in settings_check(found)] == verdicts


def test_the_example_that_ships_is_right():
    text = (Path(__file__).parents[2] / "plaatsmaker.example.toml").read_text(encoding="utf-8")
    block = text.split("# [desk.oidc]")[1].split("\n\n")[0].splitlines()[1:]
    assert loaded("\n".join(line.removeprefix("# ") for line in block)).settings.desk.oidc is not None


def test_doctor_asks_the_service_and_says_who_come_in():
    assert [f.verdict for f in sign_in_check(load())] == [Verdict.GOOD]
    with sign_in_service() as issuer:
        found = list(sign_in_check(loaded(GOOD + f'issuer = "{issuer}"\neverybody = "reader"\n')))
        wrong = list(sign_in_check(loaded(GOOD + f'issuer = "{issuer}/"\n')))
    away = list(sign_in_check(loaded(GOOD + f'issuer = "{issuer}"\n')))
    assert [f.verdict for f in (*found, *wrong, *away)] == [Verdict.GOOD, Verdict.NOTICE, Verdict.FAULT, Verdict.FAULT]
    assert "komt binnen, als lezer." in found[1].sentence
    assert f"issuer is '{issuer}'" in wrong[0].sentence
