import shutil
from datetime import UTC, date, datetime

import pytest

from bot.app import checked_campaign
from bot.campaign_folder import check_campaign, load_campaign
from bot.settings_file import shipped_campaign
from domain.errors import CampaignError
from nlp.gazetteer import gemeenten

NAMES = {code: gemeente.name for code, gemeente in gemeenten().items()}


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(shipped_campaign(), tmp_path / "campagne")


def change(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(folder):
    return [fault.replace(f"{folder}/", "") for fault in check_campaign(folder, NAMES).faults]


def test_the_campaign_that_ships_has_no_faults():
    campaign = load_campaign(shipped_campaign(), NAMES)
    assert (campaign.key, campaign.goal, campaign.opened_on) == ("versnelling-2026", 2000, date(2026, 5, 28))
    assert campaign.deadline.words == "uiterlijk voor 14 augustus"
    assert campaign.deadline.instant == datetime(2026, 8, 13, 21, 59, 59, tzinfo=UTC)
    assert date(2026, 5, 5) in campaign.days_off
    assert len(campaign.bottleneck_types) == 20


def test_the_indicative_contributions_are_those_of_the_letter():
    campaign = load_campaign(shipped_campaign(), NAMES)
    asked = {network.key: network.contribution for network in campaign.networks}
    assert asked == {"G4": 30, "G40": 30, "M50": 15, "R8": 15, "P10": 5, "K80": 2}


def test_a_gemeente_in_two_networks_or_in_none_is_visible():
    campaign = load_campaign(shipped_campaign(), NAMES)
    assert campaign.network_text("GM1969") == "R8, P10"
    assert campaign.contribution_of("GM1969") == 15
    assert campaign.network_text("GM0060") == "geen netwerk"
    assert campaign.contribution_of("GM0060") is None


def test_supposed_members_do_not_count_and_gaps_are_told():
    checked = check_campaign(shipped_campaign(), NAMES)
    assert "P10: 25 van 32 leden bekend; 7 vermoede leden tellen niet mee." in checked.notices
    assert "K80: 12 van 64 leden bekend." in checked.notices
    assert any("Meierijstad, Peel en Maas, Westerkwartier" in notice for notice in checked.notices)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("campaign.toml", "goal = 2000", 'goal = "2000"', "campaign.toml, regel 5: goal moet een geheel getal zijn."),
        ("campaign.toml", "goal = 2000", "gaol = 2000", "regel 5: gaol is onbekend. Bedoelt u goal?"),
        ("campaign.toml", "opened_on = 2026-05-28", "opened_on = 2026-13-28", "regel 6: dit is geen geldige TOML."),
        (
            "campaign.toml",
            "opened_on = 2026-05-28",
            "opened_on = 2026-09-01",
            "regel 6: opened_on (2026-09-01) ligt niet",
        ),
        ("campaign.toml", "23:59:59+02:00", "23:59:59+01:00", "dat moet 2026-08-13T23:59:59+02:00 zijn"),
        ("campaign.toml", "23:59:59+02:00", "23:59:59", "regel 15: deadline.instant moet een tijdstip met tijdzone"),
        ("campaign.toml", 'rule = "before"', 'rule = "through"', "dat moet 2026-08-14T23:59:59+02:00 zijn"),
        ("campaign.toml", 'rule = "before"', 'rule = "rond"', "regel 14: deadline.rule moet een van deze zijn"),
        ("campaign.toml", "14 augustus", "15 augustus", "words noemt niet de dag die bij day staat (14 augustus)"),
        ("campaign.toml", 'key = "G40"', 'key = "G4"', "networks noemt dit meer dan eens: G4"),
        ("campaign.toml", 'id = "U202600283"\n', "", "letters[2].id ontbreekt."),
        ("campaign.toml", 'acknowledge = "automatic"', 'acknowledge = "soms"', "regel 9: acknowledge moet een van"),
        ("campaign.toml", 'key = "een-week"', 'key = "twee-weken"', "reminders noemt dit meer dan eens: twee-weken"),
        ("campaign.toml", 'span = "weeks"', 'spam = "weeks"', "reminders[2].spam is onbekend."),
        ("campaign.toml", 'roles = ["ambtelijk"]', 'roles = ["baas"]', "reminders[2].roles[1] moet een van deze zijn"),
        ("campaign.toml", 'roles = ["ambtelijk"]', "roles = []", "reminders[2].roles mag niet leeg zijn."),
        (
            "members.csv",
            "GM0363,Amsterdam",
            "GM9999,Amsterdam",
            "members.csv, regel 2: gemeentecode 'GM9999' bestaat niet.",
        ),
        (
            "members.csv",
            "GM0363,Amsterdam",
            "GM0363,Rotterdam",
            "members.csv, regel 2: GM0363 heet Amsterdam, niet Rotterdam.",
        ),
        ("members.csv", "GM0599,Rotterdam", "GM0363,Amsterdam", "regel 3: GM0363 staat al bij G4 op regel 2."),
        ("members.csv", "G4,GM0363", "G5,GM0363", "members.csv, regel 2: netwerk 'G5' staat niet in campaign.toml."),
        (
            "members.csv",
            "Amsterdam,bron",
            "Amsterdam,zeker",
            "members.csv, regel 2: evidence moet 'bron' of 'vermoeden' zijn.",
        ),
        ("members.csv", "network,", "netwerk,", "members.csv, regel 1: deze kolommen ontbreken: network."),
        ("bottlenecks.csv", "Vergunning,", ",", "bottlenecks.csv, regel 3: label ontbreekt bij 'vergunning'."),
        ("bottlenecks.csv", "overig,", "rest,", "het type 'overig' ontbreekt"),
    ],
)
def test_a_fault_is_named_with_its_place(folder, file, old, new, said):
    change(folder / file, old, new)
    assert said in "\n".join(faults(folder))


def test_every_fault_is_told_at_once(folder):
    change(folder / "campaign.toml", "goal = 2000", "goal = 0")
    change(folder / "campaign.toml", "23:59:59+02:00", "12:00:00+02:00")
    change(folder / "members.csv", "GM0363", "GM9999")
    (folder / "bottlenecks.csv").unlink()
    assert len(faults(folder)) == 4


def test_a_fault_in_a_card_is_told_beside_those_of_the_campaign(folder):
    change(folder / "campaign.toml", "goal = 2000", "goal = 0")
    (folder / "answers" / "nieuw.md").write_text("+++\nkey = 'Nieuw!'\n+++\nTekst.\n", encoding="utf-8")
    found = "\n".join(checked_campaign(folder).faults)
    assert "goal" in found
    assert "nieuw.md, regel 1" in found


def test_a_check_says_what_it_could_not_look_at_yet(folder):
    change(folder / "campaign.toml", "goal = 2000", "goal = [")
    assert any("kaarten in answers zijn nog niet nagekeken" in notice for notice in checked_campaign(folder).notices)


def test_one_unknown_network_is_one_fault(folder):
    change(folder / "campaign.toml", 'key = "M50"', 'key = "M5"')
    assert faults(folder) == ["members.csv, regel 47 (en op nog 60 regels): netwerk 'M50' staat niet in campaign.toml."]


def test_a_list_that_excel_saved_with_semicolons_is_read(folder):
    file = folder / "bottlenecks.csv"
    file.write_text("\ufefftype;label;covers\noverig;Overig;wat nergens, past\n", encoding="utf-8")
    assert load_campaign(folder, NAMES).bottleneck_types[0].covers == "wat nergens, past"


def test_a_folder_without_a_campaign_says_so(tmp_path):
    with pytest.raises(CampaignError, match=r"campaign\.toml: dit bestand is er niet\."):
        load_campaign(tmp_path, NAMES)
