from pathlib import Path

import pytest

from bot.settings_file import load, secret
from domain.errors import SettingsError


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def settings(text):
    Path("plaatsmaker.toml").write_text(text, encoding="utf-8")
    return load().settings


def faults(text):
    with pytest.raises(SettingsError) as caught:
        settings(text)
    return str(caught.value).splitlines()


def test_without_a_file_everything_is_embedded(tmp_path):
    loaded = load()
    assert loaded.file is None
    assert loaded.settings.mail.incoming.kind == "maildir"
    assert loaded.settings.mail.incoming.path == tmp_path / "data" / "mailbox"
    assert loaded.settings.mail.outgoing.kind == "files"


def test_the_mailbox_follows_the_data_folder(tmp_path):
    found = settings('data = "elders"')
    assert found.mail.incoming.path == tmp_path / "elders" / "mailbox"


def test_paths_start_at_the_folder_of_the_settings_file(tmp_path):
    folder = tmp_path / "etc"
    folder.mkdir()
    (folder / "mijn.toml").write_text('data = "opslag"\n', encoding="utf-8")
    assert load(Path("etc/mijn.toml")).settings.data == folder / "opslag"


def test_the_environment_wins(monkeypatch):
    monkeypatch.setenv("PLAATSMAKER_DESK__PORT", "9000")
    monkeypatch.setenv("PLAATSMAKER_MAIL__INCOMING__FOLDER", "Post")
    found = settings("[desk]\nport = 8000\nhost = '0.0.0.0'\n")
    assert (found.desk.port, found.desk.host, found.mail.incoming.folder) == (9000, "0.0.0.0", "Post")  # noqa: S104


def test_an_unknown_key_is_named_with_the_nearest_known_one():
    assert faults('[mail.incoming]\nhots = "x"\n') == [
        "plaatsmaker.toml: mail.incoming.hots is onbekend. Bedoelt u mail.incoming.host?"
    ]


def test_an_unknown_variable_is_named_once(monkeypatch):
    monkeypatch.setenv("PLAATSMAKER_DESK__PROT", "1")
    assert faults("") == [
        "Omgevingsvariabele PLAATSMAKER_DESK__PROT: deze instelling is onbekend. Bedoelt u PLAATSMAKER_DESK__PORT?"
    ]


def test_a_wrong_variable_is_named_as_a_variable(monkeypatch):
    monkeypatch.setenv("PLAATSMAKER_DESK__PORT", "aap")
    assert faults("") == ["Omgevingsvariabele PLAATSMAKER_DESK__PORT: desk.port moet een geheel getal zijn."]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[desk]\nport = 70000", "desk.port mag hoogstens 65535 zijn."),
        ("[desk]\nport = true", "desk.port moet een geheel getal zijn."),
        ("[mail.incoming]\nkind = 'pop3'", "mail.incoming.kind moet een van deze zijn: 'maildir' of 'imap'."),
        ("[reminders]\nenabled = 'soms'", "reminders.enabled moet true of false zijn."),
        ("data = 3", "data moet een pad zijn, tussen aanhalingstekens."),
        ("desk = 'x'", "desk is een groep: zet de sleutels eronder."),
        ("_env_file = 'x'", "de instelling '_env_file' is onbekend."),
        ("[mail.incoming]\nfolder = ''", "mail.incoming.folder mag niet leeg zijn."),
    ],
)
def test_a_wrong_value_is_one_sentence_with_the_place(text, sentence):
    assert faults(text) == [f"plaatsmaker.toml: {sentence}"]


def test_all_faults_are_said_at_once():
    assert len(faults("data = 3\n[desk]\nport = 'x'\n[reminders]\nenabled = 'x'\n")) == 3


@pytest.mark.parametrize("text", ["password = 4242", "wachtwoord = 4242", "password = 4242\npassword_file = 4242"])
def test_a_secret_is_never_in_a_sentence(text):
    assert "4242" not in " ".join(faults(f"[mail.incoming]\n{text}\n"))


def test_broken_toml_names_the_line():
    assert faults("data = 'x'\n[desk\n") == ["plaatsmaker.toml, regel 2: dit is geen geldige TOML."]


def test_a_byte_order_mark_is_no_fault():
    assert settings("\ufeffdata = 'x'\n").data.name == "x"


def test_a_settings_file_that_is_asked_for_must_be_there():
    with pytest.raises(SettingsError, match=r"weg\.toml: dit bestand is er niet\."):
        load(Path("weg.toml"))


def test_imap_needs_a_server_and_a_login():
    said = " ".join(faults('[mail.incoming]\nkind = "imap"\n'))
    assert "mail.incoming.host ontbreekt" in said
    assert "mail.incoming.username ontbreekt" in said
    assert "mail.incoming.password" in said


OAUTH2 = '[mail.incoming]\nkind = "imap"\nhost = "outlook.office365.com"\nusername = "u"\n'


def test_oauth2_needs_to_know_where_and_who():
    said = " ".join(faults(f"{OAUTH2}oauth2 = {{}}"))
    for key in ("tenant", "client_id", "client_secret"):
        assert f"mail.incoming.oauth2.{key}" in said


def test_oauth2_with_all_it_needs():
    text = f'{OAUTH2}oauth2 = {{tenant = "vng", client_id = "abc", client_secret_file = "geheim"}}'
    assert settings(text).mail.incoming.oauth2.scope.endswith("/.default")


def test_a_password_and_oauth2_exclude_each_other():
    text = f'{OAUTH2}password = "p"\noauth2 = {{tenant = "vng", client_id = "abc", client_secret = "s"}}'
    assert faults(text) == ["plaatsmaker.toml: mail.incoming heeft een wachtwoord en ook oauth2; kies er een."]


def test_a_port_that_can_never_work_with_this_tls():
    said = faults(f'{OAUTH2}password = "p"\ntls = "starttls"')
    assert said == ['plaatsmaker.toml: mail.incoming.port 993 past niet bij tls = "starttls"; daar hoort 143 bij.']


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_without_tls_only_to_this_machine(host):
    text = '[mail.incoming]\nkind = "imap"\nusername = "u"\npassword = "p"\ntls = "none"\n'
    assert settings(f'{text}host = "{host}"').mail.incoming.tls == "none"
    assert "alleen naar deze computer" in faults(f'{text}host = "mail.example.nl"')[0]


def test_a_secret_may_stand_in_a_file(tmp_path):
    Path("geheim").write_text("s3cret\n", encoding="utf-8")
    found = settings('[mail.incoming]\npassword_file = "geheim"\n').mail.incoming
    assert found.password_file == tmp_path / "geheim"
    assert secret(found.password, found.password_file, "mail.incoming.password") == "s3cret"


def test_a_secret_that_is_given_twice_is_a_fault():
    assert "staat er twee keer" in faults('[mail.incoming]\npassword = "a"\npassword_file = "b"\n')[0]


@pytest.mark.parametrize("content", [None, " \n"])
def test_a_secret_file_that_is_missing_or_empty_is_named(tmp_path, content):
    file = tmp_path / "geheim"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    found = settings('[mail.incoming]\npassword_file = "geheim"\n').mail.incoming
    with pytest.raises(SettingsError, match=r"mail\.incoming\.password_file: het bestand .*geheim"):
        secret(found.password, found.password_file, "mail.incoming.password")


def test_the_campaign_that_ships_is_used_where_the_default_folder_is_missing(tmp_path):
    assert (load().settings.campaign / "campaign.toml").exists()
    own = tmp_path / "campaigns" / "versnelling-2026"
    own.mkdir(parents=True)
    assert load().settings.campaign == own


def test_another_campaign_must_be_there_itself(tmp_path):
    assert settings('campaign = "campaigns/winter"').campaign == tmp_path / "campaigns" / "winter"
