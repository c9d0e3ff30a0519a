import itertools

import pytest

from moderation.comment import ACTIONS, MOVES, IllegalMove, Status, check_move

LAWFUL = {
    ("pending", "published"),
    ("pending", "held"),
    ("pending", "rejected"),
    ("held", "published"),
    ("held", "rejected"),
    ("published", "held"),
    ("published", "removed"),
    ("rejected", "published"),
    ("rejected", "held"),
}


@pytest.mark.parametrize(("current", "wanted"), list(itertools.product(Status, repeat=2)))
def test_each_pair_of_statuses_is_lawful_or_refused(current: Status, wanted: Status) -> None:
    if (current, wanted) in LAWFUL:
        check_move(current, wanted)
    else:
        with pytest.raises(IllegalMove, match=f"a {current} comment cannot become {wanted}"):
            check_move(current, wanted)


def test_every_status_has_its_moves() -> None:
    assert set(MOVES) == set(Status)


def test_no_action_leads_back_to_pending() -> None:
    assert Status.PENDING not in ACTIONS.values()
