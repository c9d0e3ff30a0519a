import pytest

from moderation.admission import MIB, Lack, Load, lacks, worth_rewriting

GIB = 1024 * MIB


@pytest.mark.parametrize(
    ("load", "wanted"),
    [
        (Load(), set()),
        (Load(used_memory=10**12), set()),  # no limit is set, so the store refuses nothing
        (Load(used_memory=80, max_memory=100), set()),
        (Load(used_memory=81, max_memory=100), {Lack.MEMORY}),
        (Load(used_memory=200, max_memory=100), {Lack.MEMORY, Lack.DECISIONS}),
        (Load(used_memory=50_000, max_memory=100_000, pending=40), set()),
        (Load(used_memory=50_000, max_memory=100_000, pending=41), {Lack.DECISIONS}),
        # Where the disk cannot be seen, the store's own failure is all that tells of it.
        (Load(rewrite_failed=True), {Lack.REWRITE}),
        (Load(disk_size=1000 * GIB, disk_free=900 * GIB, rewrite_failed=True), set()),
        (Load(file_size=10**12), set()),  # a disk that cannot be seen is not judged
        (Load(disk_size=100 * MIB, disk_free=15 * MIB), set()),
        (Load(disk_size=100 * MIB, disk_free=14 * MIB), {Lack.DISK}),
        (Load(disk_size=1000 * GIB, disk_free=2 * GIB), set()),
        (Load(disk_size=1000 * GIB, disk_free=1 * GIB - 1), {Lack.DISK}),
        (Load(disk_size=100 * GIB, disk_free=50 * GIB, file_size=25 * GIB), set()),
        (Load(disk_size=100 * GIB, disk_free=50 * GIB, file_size=26 * GIB), {Lack.REWRITE}),
        (
            Load(85, 100, file_size=10 * MIB, disk_size=100 * MIB, disk_free=0),
            {Lack.MEMORY, Lack.DISK, Lack.REWRITE},
        ),
    ],
)
def test_each_lack_begins_at_its_mark(load: Load, wanted: set[Lack]) -> None:
    assert set(lacks(load)) == wanted


@pytest.mark.parametrize(
    ("lack", "still", "no_more"),
    [
        (Lack.MEMORY, Load(76, 100), Load(75, 100)),
        (Lack.DECISIONS, Load(50_000, 100_000, pending=36), Load(50_000, 100_000, pending=35)),
        (
            Lack.DISK,
            Load(disk_size=100 * MIB, disk_free=19 * MIB),
            Load(disk_size=100 * MIB, disk_free=20 * MIB),
        ),
        (
            Lack.DISK,
            Load(disk_size=1000 * GIB, disk_free=GIB),
            Load(disk_size=1000 * GIB, disk_free=2 * GIB),
        ),
        (
            Lack.REWRITE,
            Load(disk_size=100 * GIB, disk_free=24 * GIB, file_size=10 * GIB),
            Load(disk_size=100 * GIB, disk_free=25 * GIB, file_size=10 * GIB),
        ),
    ],
)
def test_what_was_refused_is_taken_again_below_a_lower_mark(
    lack: Lack, still: Load, no_more: Load
) -> None:
    assert lacks(still) == {}
    assert set(lacks(still, {lack})) == {lack}
    assert lacks(no_more, {lack}) == {}


def test_refusing_for_one_reason_does_not_lower_the_mark_of_another() -> None:
    assert lacks(Load(76, 100), {Lack.DISK}) == {}


def test_the_reason_is_a_sentence_with_its_numbers() -> None:
    (told,) = lacks(Load(811, 1000)).values()
    assert "81.1% of its memory limit" in told
    assert "below 80%" in told


@pytest.mark.parametrize(
    ("load", "wanted"),
    [
        (Load(), False),
        (Load(rewrite_failed=True), True),
        (Load(disk_size=1000 * GIB, disk_free=900 * GIB, rewrite_failed=True), True),
        (Load(disk_size=100 * MIB, disk_free=10 * MIB, rewrite_failed=True), False),
        (Load(85, 100, rewrite_failed=True), False),
    ],
)
def test_another_rewrite_is_worth_it_if_only_that_failed(load: Load, wanted: bool) -> None:
    assert worth_rewriting(load) is wanted


def test_a_limit_is_approached_in_strides() -> None:
    assert Load(max_memory=1000).stride == 20
    assert Load().stride is None
