from hypothesis import given
from hypothesis import strategies as st

from intake.mail.uid_sets import as_set, cut_budget, cut_list

UIDS = st.lists(st.integers(1, 2**32 - 1), unique=True).map(sorted)


@given(UIDS, st.integers(1, 20), st.integers(20, 100))
def test_nothing_is_lost_and_every_command_is_short(uids: list[int], count: int, length: int) -> None:
    pieces = list(cut_list(uids, count, length))
    assert [uid for piece in pieces for uid in piece] == uids
    assert all(len(piece) <= count and len(",".join(map(str, piece))) <= length for piece in pieces)


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 500))), st.integers(0, 1000))
def test_a_batch_stays_within_its_budget_unless_one_mail_is_larger(sized: list[tuple[int, int]], octets: int) -> None:
    sized = [(number, size) for number, (_, size) in enumerate(sized)]
    sizes = dict(sized)
    pieces = list(cut_budget(sized, octets))
    assert [uid for piece in pieces for uid in piece] == list(sizes)
    assert all(len(piece) == 1 or sum(sizes[uid] for uid in piece) <= octets for piece in pieces)


@given(UIDS)
def test_a_set_names_exactly_the_uids(uids: list[int]) -> None:
    named: list[int] = []
    for run in as_set(uids).split(",") if uids else []:
        first, _, last = run.partition(":")
        named += range(int(first), int(last or first) + 1)
    assert named == uids


def test_neighbours_are_joined() -> None:
    assert as_set([1, 2, 3, 7, 9, 10]) == "1:3,7,9:10"
