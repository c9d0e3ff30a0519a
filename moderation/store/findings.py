"""What fsck may find, what it means, and what repair would do about it. Pure.

Repair puts index entries right from a comment's own hash, which is the truth, gives a decision that
waits the place it names itself, and takes off pins and lists what does not belong there. Nothing
else: it deletes no comment, publishes none that its history does not lead to, writes no history.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Each broken invariant, by name."""

    PENDING_NOT_IN_INBOX = "pending_not_in_inbox"
    DECIDED_IN_INBOX = "decided_in_inbox"
    DUE_FAR_AHEAD = "due_far_ahead"
    NOT_IN_ITS_INDEX = "not_in_its_index"
    IN_ANOTHER_INDEX = "in_another_index"
    NOT_ON_ITS_PAGE = "not_on_its_page"
    ON_A_WRONG_PAGE = "on_a_wrong_page"
    OUT_OF_PLACE = "out_of_place"
    ENTRY_WITHOUT_COMMENT = "entry_without_comment"
    KEY_WITHOUT_COMMENT = "key_without_comment"
    FIELDS_DAMAGED = "fields_damaged"
    HISTORY_BROKEN = "history_broken"
    PUBLISHED_UNEXPLAINED = "published_unexplained"
    ORIGINAL_LOST = "original_lost"
    NOT_ERASED = "not_erased"
    THREAD_UNNAMED = "thread_unnamed"
    SITE_UNLISTED = "site_unlisted"
    LESSONS_MISCOUNTED = "lessons_miscounted"
    LOG_UNSUPPORTED = "log_unsupported"
    MOVE_UNLOGGED = "move_unlogged"
    KEY_DAMAGED = "key_damaged"
    DECISION_WITHOUT_PLACE = "decision_without_place"
    PLACE_WITHOUT_DECISION = "place_without_decision"
    DECISION_UNREADABLE = "decision_unreadable"
    PINNED_NOT_PUBLISHED = "pinned_not_published"
    LEFT_ASIDE = "left_aside"


MEANING = {
    Kind.PENDING_NOT_IN_INBOX: "it is pending but not in the inbox, so it would wait for ever",
    Kind.DECIDED_IN_INBOX: "it is decided but still in the inbox",
    Kind.DUE_FAR_AHEAD: "it is pending but due only long after any lease ends",
    Kind.NOT_IN_ITS_INDEX: "the index of its status lacks it, so moderators do not see it there",
    Kind.IN_ANOTHER_INDEX: "it stands in the index of a status that it does not have",
    Kind.NOT_ON_ITS_PAGE: "it is published but its thread's page lacks it",
    Kind.ON_A_WRONG_PAGE: "it stands on a thread's page where it does not belong",
    Kind.OUT_OF_PLACE: "an index has it at another time than that of its creation",
    Kind.ENTRY_WITHOUT_COMMENT: "an index names it, but there is no such comment",
    Kind.KEY_WITHOUT_COMMENT: "an idempotency key names it, but there is no such comment",
    Kind.FIELDS_DAMAGED: "fields of it are missing or cannot be read",
    Kind.HISTORY_BROKEN: "its history is not a chain of moves that ends where it stands",
    Kind.PUBLISHED_UNEXPLAINED: "it is published, but its history does not lead there",
    Kind.ORIGINAL_LOST: "its text was changed, but what stood there before is not kept",
    Kind.NOT_ERASED: "its author took it back, but what they wrote is still kept",
    Kind.THREAD_UNNAMED: "its thread is not known by name",
    Kind.SITE_UNLISTED: "the site is not in the list of sites, so nobody looks after its inbox",
    Kind.LESSONS_MISCOUNTED: "what its filter counts is not what its lessons say; "
    "`greenroom learn forget --all` begins anew",
    Kind.LOG_UNSUPPORTED: "the log of what people decided has a move that no history has",
    Kind.MOVE_UNLOGGED: "a move that a person made is not in the log of what people decided",
    Kind.KEY_DAMAGED: "a key of the site is damaged, and what depends on it was not judged",
    Kind.DECISION_WITHOUT_PLACE: "a person's decision on it waits where nobody carries it out",
    Kind.PLACE_WITHOUT_DECISION: "it is about to leave a status, but no such decision on it waits",
    Kind.DECISION_UNREADABLE: "a person's decision on it waits and cannot be read; "
    "a new one takes its place",
    Kind.PINNED_NOT_PUBLISHED: "a thread has it pinned, but it is not published there",
    Kind.LEFT_ASIDE: "it is on a list of what waits for a look, but does not stand where that "
    "list's comments do",
}

REPAIRS = {
    Kind.PENDING_NOT_IN_INBOX: "puts it into the inbox, due now",
    Kind.DECIDED_IN_INBOX: "takes it out of the inbox",
    Kind.DUE_FAR_AHEAD: "makes it due now",
    Kind.NOT_IN_ITS_INDEX: "adds it to the index",
    Kind.IN_ANOTHER_INDEX: "takes it out of that index",
    Kind.NOT_ON_ITS_PAGE: "puts it back on the page",
    Kind.ON_A_WRONG_PAGE: "takes it off that page",
    Kind.OUT_OF_PLACE: "puts it at the time of its creation",
    Kind.SITE_UNLISTED: "adds it to the list",
    Kind.DECISION_WITHOUT_PLACE: "has it carried out when it is due, if the comment still is so",
    Kind.PLACE_WITHOUT_DECISION: "takes it off the list of those",
    Kind.PINNED_NOT_PUBLISHED: "takes the pin off",
    Kind.LEFT_ASIDE: "takes it off that list",
}

# A comment with one of these is left as it is: its hash is no truth to index it by.
DAMAGE = frozenset({Kind.FIELDS_DAMAGED, Kind.HISTORY_BROKEN, Kind.PUBLISHED_UNEXPLAINED})

NOTHING = "does nothing: a person must look"


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken invariant. `where` names an index, a field or a version, never what was written.

    `id` is the comment's; empty if it is the site itself that is meant.
    `repairable`: repair would mend it. `repaired`: it has.
    """

    site: str
    id: str
    kind: Kind
    where: str = ""
    repairable: bool = False
    repaired: bool = False

    @property
    def sentence(self) -> str:
        """What is wrong and what repair would do, or has done, for an operator."""
        where = f" ({self.where})" if self.where else ""
        repair = REPAIRS[self.kind] if self.repairable else NOTHING
        done = "repaired" if self.repaired else f"repair {repair}"
        name = f"{self.site} {self.id}" if self.id else self.site
        return f"{name}: {MEANING[self.kind]}{where}; {done}"
