"""How every key in the store is spelled. No other package spells one (a test holds this).

    gr:{site}:comment:<id>      hash    doc, thread, status, version, created, history, verdict,
                                        parties, attempts and watched while pending,
                                        care if the verdict puts it there; before: the texts that
                                        an edit has replaced, a line of JSON each. Taken back by its
                                        author, it has neither text, name, verdict nor parties;
                                        appealed: when its author asked to look again, ms;
                                        url, title, topics: what a page says of its article, until
                                        the comment is published, where the thread has none
    gr:{site}:inbox             zset    pending ids by when they are next due, ms
    gr:{site}:is:<status>       zset    ids of that status by creation us
    gr:{site}:thread:<key>      hash    key, url, title, topics, born, revision; closed: "ms who";
                                        pinned: ids, parted by spaces; into: the key of the thread
                                        that its comments were moved to
    gr:{site}:published:<key>   zset    published ids of a thread by creation us
    gr:{site}:bell              string  a drain has been rung for and has not begun
    gr:{site}:rush              string  intake is at its limit just now
    gr:{site}:idem:<digest>     string  "id fingerprint" of an idempotency key, 24 h
    gr:{site}:seen:<what>:<digest>  zset  ids of an author, address or link, for the tallies
    gr:{site}:same:<period>:<bucket>  hash  mark of a text -> creations, for `alike.lua`
    gr:{site}:record:<bucket>   hash    party and p or r -> how many are published or rejected
    gr:{site}:lessons           zset    ids whose decision is to be learned from, by when it is, ms
    gr:{site}:learned:<format>  hash    how often each feature stood in what was spam and genuine
    gr:{site}:taught:<format>   hash    what each comment taught
    gr:{site}:order:<format>    zset    ids of those comments by when they did, us
    gr:{site}:sources:<format>  hash    ids of them by label and source
    gr:{site}:ask:<id>          string  comments somebody wants judged and not kept
    gr:{site}:answer:<id>       list    the verdicts on them
    gr:{site}:aside:<why>       zset    ids set aside (urgent: or held in care), by creation us
    gr:{site}:unsettled         hash    id -> a person's decision that can still be taken back, JSON
    gr:{site}:settling:<status> zset    ids that are to leave that status so, by when, ms
    gr:{site}:reports:<id>      hash    digest of a reporter -> their report as JSON, 90 days
    gr:{site}:batch:<id>        string  many comments decided at once, as JSON, 1 h
    gr:{site}:notes:<id>        list    what moderators noted on a comment, as JSON
    gr:{site}:audit             stream  what people decided, the last hundred thousand moves
    gr:{site}:acts              stream  what people did besides deciding: by, did, what, comment
    gr:{site}:events            stream  what became of comments, the last ten thousand times
    gr:{site}:playbook          string  what moderators do about a cry for help, as JSON
    gr:{site}:replies           hash    name -> a text that moderators keep for replies
    gr:{site}:looks             hash    moderator -> until when they look at which comment, ms
    gr:{site}:rulings           hash    name (kind and whom) -> what is ruled, as JSON
    gr:{site}:rulings-end       zset    names of those that end, by when, ms
    gr:{site}:spent:<digest>    string  when a limit is whole again for somebody, ms, until then
    gr:{site}:proven:<digest>   string  a proof of work was used, 20 min
    gr:{site}:forgotten         string  addresses of comments created before are forgotten, us
    gr:{site}:site              hash    name, url, origins, secret, created
    gr:{site}:keys              hash    SHA-256 of an API key -> its kind
    gr:{@}:near:<period>:<bucket>  hash  mark of a likeness -> creations, of all sites
    gr:{@}:sites                set     the names of all sites
    gr:{@}:users                set     the names of all accounts; the empty one: it is complete
    gr:{@}:user:<name>          hash    password, roles, created; totp, totp_step, totp_new (a
                                        second step); once, until the password is one of their own;
                                        not_for_me, what is not shown to them;
                                        views, the lists they named
    gr:{@}:sessions:<name>      zset    digests of a user's sessions by when they end at latest, s
    gr:{@}:session:<digest>     hash    user, created, used, until (all s), browser
    gr:{@}:failed:<digest>      string  failed sign-ins of a name, address or known browser, and
                                        reports from an address, 15 min
    gr:{@}:door                 string  the secret under which those digests are made
    gr:{@}:epoch                string  written at the first start; lost with the store
    gr:{@}:probe                string  written to see whether what is written is kept, 1 min
    gr:{@}:rewrite-turn         string  somebody has asked for a rewrite of the file, 1 min
    gr:{@}:fsck                 hash    at, findings: when fsck last ran and what it found
    gr:{@}:fsck-turn            string  a pool has taken this hour's run

Times are of the store's own clock: ms, or us where order must not tie. The hash tag keeps a site in
one slot, so one script touches one slot. `@` cannot be a site's name.
A party is an author or a host: a letter for its kind, then a keyed digest of 15 hexadecimal digits,
the first three of which name a bucket, so that many small records share a key.
RQ's own `rq:*` keys are written by RQ alone and may be deleted at any moment.
"""

import re

DECIDED = "gr:decided"  # channel: "site id" of each watched comment that was decided
SITES = "gr:{@}:sites"
USERS = "gr:{@}:users"
DOOR = "gr:{@}:door"
EPOCH = "gr:{@}:epoch"
PROBE = "gr:{@}:probe"
REWRITE_TURN = "gr:{@}:rewrite-turn"
FSCK = "gr:{@}:fsck"
FSCK_TURN = "gr:{@}:fsck-turn"
ALL = "gr:*"
NEAR = "gr:{@}:near:"  # and <period>:<bucket>, which the script adds
# Of what a filter remembers. Another format is another filter, which begins anew.
LEARNED = 1

_SHAPE = re.compile(r"gr:\{([^}]+)\}:([^:]+)(?::(.*))?", re.DOTALL)


def prefix(site: str) -> str:
    return f"gr:{{{site}}}:"


def comment(site: str, comment_id: str) -> str:
    return f"gr:{{{site}}}:comment:{comment_id}"


def inbox(site: str) -> str:
    return f"gr:{{{site}}}:inbox"


def index(site: str, status: str) -> str:
    """The ids of a status. Pending comments have the inbox for an index."""
    return inbox(site) if status == "pending" else f"gr:{{{site}}}:is:{status}"


def thread(site: str, key: str) -> str:
    return f"gr:{{{site}}}:thread:{key}"


def published(site: str, key: str) -> str:
    return f"gr:{{{site}}}:published:{key}"


def bell(site: str) -> str:
    return f"gr:{{{site}}}:bell"


def rush(site: str) -> str:
    return f"gr:{{{site}}}:rush"


def idempotency(site: str, digest: str) -> str:
    return f"gr:{{{site}}}:idem:{digest}"


def seen(site: str, what: str, digest: str) -> str:
    return f"gr:{{{site}}}:seen:{what}:{digest}"


def lessons(site: str) -> str:
    return f"gr:{{{site}}}:lessons"


def learned(site: str) -> str:
    return f"gr:{{{site}}}:learned:{LEARNED}"


def taught(site: str) -> str:
    return f"gr:{{{site}}}:taught:{LEARNED}"


def order(site: str) -> str:
    return f"gr:{{{site}}}:order:{LEARNED}"


def sources(site: str) -> str:
    return f"gr:{{{site}}}:sources:{LEARNED}"


def same(site: str) -> str:
    """What `alike.lua` adds <period>:<bucket> to."""
    return f"gr:{{{site}}}:same:"


def record(site: str, party: str) -> tuple[str, str]:
    """The bucket with a party's record, and the field in it that p or r is added to."""
    return f"gr:{{{site}}}:record:{party[1:4]}", party[0] + party[4:]


def aside(site: str, why: str) -> str:
    return f"gr:{{{site}}}:aside:{why}"


def unsettled(site: str) -> str:
    return f"gr:{{{site}}}:unsettled"


def settling(site: str, status: str) -> str:
    return f"gr:{{{site}}}:settling:{status}"


def reports(site: str, comment_id: str) -> str:
    return f"gr:{{{site}}}:reports:{comment_id}"


def batch(site: str, batch_id: str) -> str:
    return f"gr:{{{site}}}:batch:{batch_id}"


def notes(site: str, comment_id: str) -> str:
    return f"gr:{{{site}}}:notes:{comment_id}"


def audit(site: str) -> str:
    return f"gr:{{{site}}}:audit"


def acts(site: str) -> str:
    return f"gr:{{{site}}}:acts"


def events(site: str) -> str:
    return f"gr:{{{site}}}:events"


def playbook(site: str) -> str:
    return f"gr:{{{site}}}:playbook"


def replies(site: str) -> str:
    return f"gr:{{{site}}}:replies"


def looks(site: str) -> str:
    return f"gr:{{{site}}}:looks"


def rulings(site: str) -> str:
    return f"gr:{{{site}}}:rulings"


def rulings_end(site: str) -> str:
    return f"gr:{{{site}}}:rulings-end"


def spent(site: str, digest: str) -> str:
    return f"gr:{{{site}}}:spent:{digest}"


def proven(site: str, digest: str) -> str:
    return f"gr:{{{site}}}:proven:{digest}"


def forgotten(site: str) -> str:
    return f"gr:{{{site}}}:forgotten"


def ask(site: str, ask_id: str) -> str:
    return f"gr:{{{site}}}:ask:{ask_id}"


def answer(site: str, ask_id: str) -> str:
    return f"gr:{{{site}}}:answer:{ask_id}"


def site(name: str) -> str:
    return f"gr:{{{name}}}:site"


def api_keys(name: str) -> str:
    return f"gr:{{{name}}}:keys"


def user(name: str) -> str:
    return f"gr:{{@}}:user:{name}"


def sessions(name: str) -> str:
    return f"gr:{{@}}:sessions:{name}"


def failed(digest: str) -> str:
    return f"gr:{{@}}:failed:{digest}"


def session(digest: str) -> str:
    return f"gr:{{@}}:session:{digest}"


def parse(key: str) -> tuple[str, str, str]:
    """A key as (site, what it is, the rest); three empty texts for one that is not ours."""
    match = _SHAPE.fullmatch(key)
    return (match[1], match[2], match[3] or "") if match else ("", "", "")
