"""What each kind of problem means and what to do about it, for `/problems/{slug}`."""

HELP = {
    "bad-request": "Something in the request has a form that cannot be read. The detail says what.",
    "malformed-json": "The body must be one JSON value in UTF-8, without a byte order mark and "
    "without anything after it.",
    "bad-cursor": "Cursors are opaque: send back exactly what next_cursor or the Link header "
    "gave, or leave the cursor out to begin at the beginning.",
    "unauthorized": "Send Authorization: Bearer with an API key (pk_... or sk_...) or a comment's "
    "own token (ct_...). A revoked key is no longer known.",
    "forbidden": "The key, token or page is known but may not do this. What servers decide needs "
    "a secret key.",
    "origin-not-allowed": "A publishable key works only from pages of the site. Add the page's "
    "origin, scheme and port included, to the site.",
    "not-found": "The address is wrong, or what it names is not there, or is not yours to see.",
    "method-not-allowed": "The Allow header lists the methods that this address takes.",
    "not-acceptable": "The Accept header asks for a representation that does not exist.",
    "request-timeout": "The body must arrive within ten seconds.",
    "parent-unavailable": "One can answer only a comment that is published in the same thread. "
    "Post it as a new comment instead.",
    "thread-closed": "The site takes no more comments in this thread. What was accepted before is "
    "decided as ever.",
    "already-decided": "Somebody else decided differently since you looked. The members by, at "
    "and decision say who, when and what. Nothing was overwritten.",
    "illegal-move": "Not every status may follow every other: a removed comment stays removed.",
    "not-editable-any-more": "An author may change a comment for fifteen minutes, twenty times at "
    "most, and not once it was rejected or removed. It can still be deleted.",
    "comment-changed": "The comment's text was changed since you read it. Read it again, then "
    "decide.",
    "payload-too-large": "The detail names the limit in bytes.",
    "unsupported-media-type": "Declare the body's Content-Type as the address expects it, and "
    "send it without a Content-Encoding.",
    "expectation-failed": "The only expectation understood is Expect: 100-continue.",
    "validation": "The member errors names every field that is wrong, by JSON pointer, with a "
    "code for programs and a sentence for people.",
    "idempotency-mismatch": "An Idempotency-Key names one request for 24 hours. A different "
    "request needs a key of its own.",
    "precondition-required": 'Send If-Match: "<version>" with the version you read, so that '
    "nobody's decision is overwritten unseen.",
    "challenge-required": "Much has come from there. Get a challenge from the address in the "
    "member challenge, solve it, and send the same request again with the solution in the header "
    "Greenroom-Proof; or with the word unavailable there, and the comment is held.",
    "challenge-failed": "A solution counts once, within 20 minutes, on the site of its challenge. "
    "Get a new challenge, or send the word unavailable instead.",
    "rate-limited": "Wait as long as the Retry-After header says.",
    "internal": "This is our fault. The request id finds the cause in the service's log.",
    "service-degraded": "The store is away or cannot promise to keep anything. Ask again later; "
    "with the same Idempotency-Key nothing will be posted twice.",
}
