"""Who may enter with an account of the organisation, and as what."""

from __future__ import annotations

import pytest

from domain.accounts import Role
from domain.entrance import Entrance
from domain.errors import DecisionError

GROUPS = {Role.READER: frozenset({"r"}), Role.MANAGER: frozenset({"m"})}


def role(rules: Entrance, **claims: object) -> Role | None:
    try:
        return rules.person({"iss": "i", "sub": "1", **claims}).role
    except DecisionError:
        return None


@pytest.mark.parametrize(
    ("held", "given"),
    [
        (["r", "m"], Role.MANAGER),
        ("r", Role.READER),
        (["x"], None),
        ([], None),
        (None, None),
        ({"m": 1}, None),
        ([["m"], 3], None),
    ],
)
def test_the_highest_role_that_the_groups_give(held: object, given: Role | None) -> None:
    assert role(Entrance("groups", GROUPS), groups=held) is given


def test_a_claim_may_stand_inside_another_or_have_dots_in_its_name() -> None:
    inside = Entrance("realm_access.roles", GROUPS)
    assert role(inside, realm_access={"roles": ["m"]}) is Role.MANAGER
    assert role(inside, **{"realm_access.roles": ["r"]}) is Role.READER
    assert role(inside, realm_access="m") is None


def test_who_is_in_no_group_gets_the_role_of_everybody() -> None:
    rules = Entrance("groups", GROUPS, everybody=Role.READER)
    assert (role(rules), role(rules, groups=["m"])) == (Role.READER, Role.MANAGER)


@pytest.mark.parametrize(
    ("email", "confirmed", "given"),
    [
        ("a@VNG.example", True, Role.READER),
        ("a@vng.example", "false", None),
        ("a@vng.example", False, None),
        ("a@vng.example.kwaad.example", True, None),
        ("a@kwaadvng.example", True, None),
        ("", True, None),
    ],
)
def test_only_a_confirmed_address_of_the_organisation(email: str, confirmed: object, given: Role | None) -> None:
    rules = Entrance("groups", GROUPS, Role.READER, frozenset({"vng.example"}))
    assert role(rules, email=email, email_verified=confirmed) is given


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"name": "  Ada\n Bakker "}, "Ada Bakker"),
        ({"name": "", "preferred_username": "ada"}, "ada"),
        ({"name": "x" * 99}, "x" * 60),
        ({"name": 7}, "1"),
    ],
)
def test_the_name_is_one_line_of_plain_words(claims: dict[str, object], name: str) -> None:
    person = Entrance("g", {}, Role.READER).person({"iss": "i", "sub": "1", **claims})
    assert person.name == name
