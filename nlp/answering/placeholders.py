"""What the placeholders of a card stand for: figures of the campaign, of the moment, and of the one who asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.answers import Question, Standing
from domain.campaign import AMSTERDAM, Campaign, Network
from domain.model import Commitment, Group
from domain.wording import COMMITMENTS, GROUPS, day_text
from nlp.answering.cards import PLACEHOLDER
from nlp.gazetteer import gemeenten

_CAMPAIGN = ("doel", "deadline", "deadline_dag", "dagen_over", "deadline_voorbij", "postbus", "aantal_gemeenten")
_NETWORKS = ("netwerk", "bijdrage_netwerk", "alle_bijdragen")
_GEMEENTE = ("gemeente", "netwerken", "bijdrage", "gemeente_zonder_netwerk", "gemeente_zonder_getal")
_STANDING = ("toegezegd_vast", "toegezegd_voorwaarde", "verkend", "geantwoord", "niet_geantwoord")
_PLEDGES = ("eigen_toezegging", "geen_eigen_toezegging")
PLACEHOLDERS = frozenset((*_CAMPAIGN, *_NETWORKS, *_GEMEENTE, *_STANDING, *_PLEDGES))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the networks and gemeenten that the answer is about, in the order of the text."""

    question: Question
    networks: tuple[str, ...] = ()
    gemeenten: tuple[str, ...] = ()

    @property
    def gemeente(self) -> str | None:
        """The gemeente that the answer is about, if there is one."""
        return self.gemeenten[0] if self.gemeenten else None


def filled(wordings: Sequence[str], campaign: Campaign, asked: Asked) -> str | None:
    """The first of `wordings` whose placeholders can all be filled, filled in; `None` where there is none."""
    values = _values(campaign, asked)
    for wording in wordings:
        if all(name in values for name in PLACEHOLDER.findall(wording)):
            return PLACEHOLDER.sub(lambda found: values[found[1]], wording)
    return None


def _values(campaign: Campaign, asked: Asked) -> Mapping[str, str]:
    question = asked.question
    return {
        **_of_campaign(campaign, question.now),
        **_of_networks(campaign, asked.networks),
        **_of_gemeente(campaign, asked.gemeente),
        **(_of_standing(question.standing) if question.standing else {}),
        **(_of_pledges(question, asked) if question.standing else {}),
    }


def _of_campaign(campaign: Campaign, now: datetime) -> dict[str, str]:
    today, last = now.astimezone(AMSTERDAM).date(), campaign.deadline.last_day
    values = {
        "doel": number(campaign.goal),
        "deadline": day_text(last),
        "deadline_dag": campaign.deadline.words,
        "postbus": campaign.mailbox,
        "aantal_gemeenten": number(len(gemeenten())),
        "alle_bijdragen": _all_contributions(campaign.networks),
    }
    left = (last - today).days
    if campaign.deadline.passed(now):
        # A card that names the day for another reason may not sound as if it were still to come
        return values | {"deadline": f"{day_text(last)} (die datum is voorbij)", "deadline_voorbij": day_text(last)}
    words = {0: "vandaag is de laatste dag", 1: "u hebt nog 1 dag: morgen is de laatste"}
    return values | {"dagen_over": words.get(left, f"u hebt nog {left} dagen")}


def _all_contributions(networks: Sequence[Network]) -> str:
    by_amount: dict[int, list[str]] = {}
    for network in networks:
        if network.contribution is not None:
            by_amount.setdefault(network.contribution, []).append(network.key)
    return "\n".join(f"- {' en '.join(keys)}: circa {amount} plekken" for amount, keys in by_amount.items())


def _of_networks(campaign: Campaign, named: Sequence[str]) -> dict[str, str]:
    known = {network.key: network.contribution for network in campaign.networks}
    asked = {key: known[key] for key in named if known.get(key) is not None}
    if not asked:
        return {}
    lines = [f"een {key}-gemeente: circa {amount} plekken" for key, amount in asked.items()]
    return {"netwerk": " en ".join(asked), "bijdrage_netwerk": " en ".join(lines)}


def _of_gemeente(campaign: Campaign, code: str | None) -> dict[str, str]:
    if code is None or code not in gemeenten():
        return {}
    name, amount = gemeenten()[code].name, campaign.contribution_of(code)
    networks = campaign.networks_of(code)
    if not networks:
        return {"gemeente_zonder_netwerk": name}
    values = {"gemeente": name, "netwerken": " en ".join(network.key for network in networks)}
    return values | ({"gemeente_zonder_getal": name} if amount is None else {"bijdrage": number(amount)})


def _of_standing(standing: Standing) -> dict[str, str]:
    return {
        "toegezegd_vast": number(standing.firm),
        "toegezegd_voorwaarde": number(standing.conditional),
        "verkend": number(standing.exploring),
        "geantwoord": number(standing.answered),
        "niet_geantwoord": number(max(0, len(gemeenten()) - standing.answered)),
    }


def _of_pledges(question: Question, asked: Asked) -> dict[str, str]:
    pledged = question.standing.pledged if question.standing else None
    if pledged is None or asked.gemeente != question.gemeente:
        return {}
    if not pledged:
        return {"geen_eigen_toezegging": "niets"}
    lines = []
    for one in pledged:
        amount = "plekken, aantal nog niet bekend" if one.places is None else _plural(one.places, "plek", "plekken")
        homes = f" in {_plural(one.homes, 'woning', 'woningen')}" if one.homes is not None else ""
        lines.append(f"- {amount}{homes} voor {GROUPS[Group(one.group)]} ({COMMITMENTS[Commitment(one.commitment)]})")
    return {"eigen_toezegging": "\n".join(lines)}


def _plural(count: int, one: str, more: str) -> str:
    return f"{number(count)} {one if count == 1 else more}"


def number(value: int) -> str:
    """`2.000` as Dutch people write it."""
    return f"{value:,}".replace(",", ".")
