-- The waiting list: what customers would take if it became free. First come, first served.
CREATE TABLE waitlist (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers,
    wish        TEXT NOT NULL,            -- JSON of a Wish (domain/dialogue.py)
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'expired', 'left')),
    since       INTEGER NOT NULL,
    rests_until INTEGER,                  -- no offer before then: the last one failed on our side
    ended_at    INTEGER,
    CHECK ((state = 'waiting') = (ended_at IS NULL))
) STRICT;
CREATE INDEX waitlist_line ON waitlist (state, since, id);
CREATE INDEX waitlist_by_customer ON waitlist (customer_id, state);

-- Starts, the first and the last one included, that the customer knows to be free and does not want.
CREATE TABLE waitlist_passed (
    waitlist_id INTEGER NOT NULL REFERENCES waitlist ON DELETE CASCADE,
    first_at    INTEGER NOT NULL,
    last_at     INTEGER NOT NULL,
    PRIMARY KEY (waitlist_id, first_at, last_at),
    CHECK (first_at <= last_at)
) STRICT, WITHOUT ROWID;

-- Times that became free, each held for one customer until the time to answer has run out.
CREATE TABLE waitlist_offers (
    id          INTEGER PRIMARY KEY,
    waitlist_id INTEGER NOT NULL REFERENCES waitlist ON DELETE CASCADE,
    parts       TEXT NOT NULL,            -- service, staff member and start of each: 'manicure maria 1795248000000'
    ask_at      INTEGER NOT NULL,         -- when the customer is asked: now, or at the end of the quiet hours
    until       INTEGER NOT NULL,
    asked_at    INTEGER,                  -- NULL: not yet
    outbox_id   INTEGER REFERENCES outbox ON DELETE SET NULL,  -- what asks; NULL once it was taken back unsent
    state       TEXT NOT NULL CHECK (state IN ('open', 'taken', 'declined', 'ignored', 'withdrawn')),
    settled_at  INTEGER,
    CHECK ((state = 'open') = (settled_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX waitlist_offers_open ON waitlist_offers (waitlist_id) WHERE state = 'open';
CREATE INDEX waitlist_offers_by_wish ON waitlist_offers (waitlist_id, id);
CREATE INDEX waitlist_offers_by_message ON waitlist_offers (outbox_id) WHERE outbox_id IS NOT NULL;

-- What an offer keeps free stands among the other holds: no search finds it, and the ban on overlap counts for it too.
ALTER TABLE holds ADD COLUMN offer_id INTEGER REFERENCES waitlist_offers ON DELETE CASCADE;
CREATE INDEX holds_by_offer ON holds (offer_id) WHERE offer_id IS NOT NULL;

-- An offer that is settled holds nothing, and asks nobody if it has not yet.
CREATE TRIGGER offer_settled AFTER UPDATE OF state ON waitlist_offers WHEN NEW.state <> 'open'
BEGIN
    DELETE FROM holds WHERE offer_id = NEW.id;
    DELETE FROM outbox WHERE id = NEW.outbox_id AND state = 'queued';
END;
CREATE TRIGGER wish_ended AFTER UPDATE OF state ON waitlist WHEN NEW.state <> 'waiting'
BEGIN
    UPDATE waitlist_offers SET state = 'withdrawn', settled_at = NEW.ended_at
    WHERE waitlist_id = NEW.id AND state = 'open';
END;
