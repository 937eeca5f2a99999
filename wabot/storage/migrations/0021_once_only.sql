-- An id is given once: pages and programs hold ids, and keys of the outbox name them, long after the row is gone. Visits
-- and their changes are never deleted; what else is asked for by its id, or stands in a key or a backup, counts on.
DROP TRIGGER no_reminder_of_what_changed;
DROP TRIGGER offer_settled;
DROP TRIGGER wish_ended;

CREATE TABLE once_only_customers (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    phone       TEXT UNIQUE,              -- E.164
    lid         TEXT UNIQUE,              -- WhatsApp's hidden id
    name        TEXT,
    lang        TEXT CHECK (lang IN ('ru', 'en')),
    held_until  INTEGER,                  -- a person of the salon talks to them until then
    created_at  INTEGER NOT NULL,
    CHECK (phone IS NOT NULL OR lid IS NOT NULL)
) STRICT;
INSERT INTO once_only_customers SELECT * FROM customers;
DROP TABLE customers;
ALTER TABLE once_only_customers RENAME TO customers;
CREATE INDEX customers_held ON customers (held_until) WHERE held_until IS NOT NULL;

CREATE TABLE once_only_inbox (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customers,
    message_id  TEXT NOT NULL,
    kind        TEXT NOT NULL,
    text        TEXT NOT NULL,
    reply_to    TEXT,
    by_salon    INTEGER NOT NULL,
    sent_at     INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    handled_at  INTEGER,                  -- NULL until its turn is committed
    UNIQUE (customer_id, message_id)      -- WhatsApp's ids are unique within a chat
) STRICT;
INSERT INTO once_only_inbox SELECT * FROM inbox;
DROP TABLE inbox;
ALTER TABLE once_only_inbox RENAME TO inbox;
CREATE INDEX inbox_pending ON inbox (customer_id, id) WHERE handled_at IS NULL;
CREATE TRIGGER webhooks_tell_of_messages AFTER INSERT ON inbox WHEN NEW.by_salon = 0 AND NEW.kind <> 'lost'
BEGIN
    INSERT INTO webhook_deliveries (webhook, event, customer_id, inbox_id, at)
    SELECT webhook, event, NEW.customer_id, NEW.id, NEW.received_at
    FROM webhook_subscriptions WHERE event = 'message_received';
END;

CREATE TABLE once_only_outbox (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    key          TEXT NOT NULL UNIQUE,    -- what it is, once for ever: 'reply:17', 'alert:17:0'
    customer_id  INTEGER NOT NULL REFERENCES customers,
    text         TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN
                 ('queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown', 'dropped')),
    reason       TEXT,                    -- why it failed or is unknown
    attempts     INTEGER NOT NULL DEFAULT 0,
    message_id   TEXT,                    -- WhatsApp's, known once acknowledged
    queued_at    INTEGER NOT NULL,
    sent_at      INTEGER,
    begun_at     INTEGER,                 -- when it was last handed to WhatsApp
    doubted_at   INTEGER,                 -- since when it is in doubt; NULL when it is not
    wanted_until INTEGER,                 -- it is taken back then, unless it has been handed to WhatsApp
    document     BLOB                     -- a file, under the name that stands in `text`
) STRICT;
INSERT INTO once_only_outbox SELECT * FROM outbox;
DROP TABLE outbox;
ALTER TABLE once_only_outbox RENAME TO outbox;
CREATE INDEX outbox_by_customer ON outbox (customer_id, id);
CREATE INDEX outbox_queued ON outbox (id) WHERE state = 'queued';
CREATE INDEX outbox_sending ON outbox (id) WHERE state = 'sending';
CREATE INDEX outbox_by_message ON outbox (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX outbox_in_doubt ON outbox (customer_id, id) WHERE doubted_at IS NOT NULL;
CREATE INDEX outbox_unsettled ON outbox (queued_at) WHERE state IN ('failed', 'unknown') AND doubted_at IS NULL;
CREATE INDEX outbox_wanted ON outbox (wanted_until) WHERE state = 'queued' AND wanted_until IS NOT NULL;
CREATE TRIGGER nothing_is_queued_for_the_forgotten BEFORE INSERT ON outbox WHEN NEW.customer_id = 0
BEGIN
    SELECT RAISE(IGNORE);
END;

CREATE TABLE once_only_notices (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    key         TEXT NOT NULL UNIQUE,     -- as it will stand in the outbox
    customer_id INTEGER NOT NULL REFERENCES customers,
    text        TEXT NOT NULL,
    due_at      INTEGER NOT NULL
) STRICT;
INSERT INTO once_only_notices SELECT * FROM notices;
DROP TABLE notices;
ALTER TABLE once_only_notices RENAME TO notices;
CREATE INDEX notices_by_moment ON notices (due_at);
CREATE INDEX notices_by_customer ON notices (customer_id);

CREATE TABLE once_only_blocks (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    staff      TEXT NOT NULL,             -- as in appointments
    start_at   INTEGER NOT NULL,
    end_at     INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CHECK (start_at < end_at)
) STRICT;
INSERT INTO once_only_blocks SELECT * FROM blocks;
DROP TABLE blocks;
ALTER TABLE once_only_blocks RENAME TO blocks;
CREATE INDEX blocks_by_end ON blocks (end_at);
CREATE INDEX blocks_by_staff ON blocks (staff, end_at);

CREATE TABLE once_only_openings (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    staff      TEXT,                      -- as in appointments; NULL: the whole salon
    start_at   INTEGER NOT NULL,
    end_at     INTEGER NOT NULL,          -- within the salon's day on which it begins, or its midnight
    reason     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CHECK (start_at < end_at)
) STRICT;
INSERT INTO once_only_openings SELECT * FROM openings;
DROP TABLE openings;
ALTER TABLE once_only_openings RENAME TO openings;
CREATE INDEX openings_by_end ON openings (end_at);
CREATE TRIGGER openings_version_on_insert AFTER INSERT ON openings
BEGIN
    UPDATE openings_version SET version = random();
END;
CREATE TRIGGER openings_version_on_delete AFTER DELETE ON openings
BEGIN
    UPDATE openings_version SET version = random();
END;

CREATE TABLE once_only_waitlist (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customers,
    wish        TEXT NOT NULL,            -- JSON of a Wish (domain/dialogue.py)
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'expired', 'left')),
    since       INTEGER NOT NULL,
    rests_until INTEGER,                  -- no offer before then: the last one failed on our side
    ended_at    INTEGER,
    CHECK ((state = 'waiting') = (ended_at IS NULL))
) STRICT;
INSERT INTO once_only_waitlist SELECT * FROM waitlist;
DROP TABLE waitlist;
ALTER TABLE once_only_waitlist RENAME TO waitlist;
CREATE INDEX waitlist_line ON waitlist (state, since, id);
CREATE INDEX waitlist_by_customer ON waitlist (customer_id, state);

CREATE TABLE once_only_waitlist_offers (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
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
INSERT INTO once_only_waitlist_offers SELECT * FROM waitlist_offers;
DROP TABLE waitlist_offers;
ALTER TABLE once_only_waitlist_offers RENAME TO waitlist_offers;
CREATE UNIQUE INDEX waitlist_offers_open ON waitlist_offers (waitlist_id) WHERE state = 'open';
CREATE INDEX waitlist_offers_by_wish ON waitlist_offers (waitlist_id, id);
CREATE INDEX waitlist_offers_by_message ON waitlist_offers (outbox_id) WHERE outbox_id IS NOT NULL;

CREATE TRIGGER no_reminder_of_what_changed AFTER UPDATE OF status, start_at ON appointments
WHEN NEW.status NOT IN ('booked', 'confirmed', 'done') OR NEW.start_at <> OLD.start_at
BEGIN
    DELETE FROM outbox WHERE state = 'queued' AND id IN
        (SELECT outbox_id FROM reminders WHERE appointment_id = NEW.id AND outbox_id IS NOT NULL);
END;
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

-- What still waits was not answered or asked yet: what stands under its key was for one that had the id before.
UPDATE outbox SET key = 'before:' || key WHERE key IN
    (SELECT 'reply:' || id FROM inbox WHERE handled_at IS NULL
     UNION SELECT 'waitlist:' || id FROM waitlist_offers WHERE asked_at IS NULL);

-- Each goes on after the largest id that anything tells of, whether the row is there still or not.
DELETE FROM sqlite_sequence WHERE name <> 'webhook_deliveries';
INSERT INTO sqlite_sequence (name, seq)
SELECT name, max(id) FROM (
    SELECT 'customers' AS name, id FROM customers
    UNION ALL SELECT 'customers', CAST(substr(resource, 7) AS INTEGER) FROM holds WHERE resource GLOB 'guest:*'
    UNION ALL SELECT 'inbox', id FROM inbox
    UNION ALL SELECT 'inbox', inbox_id FROM silence
    UNION ALL SELECT 'inbox', CAST(substr(key, 7) AS INTEGER) FROM outbox WHERE key GLOB 'reply:*' OR key GLOB 'alert:[0-9]*'
    UNION ALL SELECT 'inbox', CAST(substr(key, 13) AS INTEGER) FROM outbox WHERE key GLOB 'alert:visit:*'
    UNION ALL SELECT 'inbox', CAST(substr(key, 13) AS INTEGER) FROM notices WHERE key GLOB 'alert:visit:*'
    UNION ALL SELECT 'outbox', id FROM outbox
    UNION ALL SELECT 'notices', id FROM notices
    UNION ALL SELECT 'blocks', id FROM blocks
    UNION ALL SELECT 'openings', id FROM openings
    UNION ALL SELECT 'waitlist', id FROM waitlist
    UNION ALL SELECT 'waitlist_offers', id FROM waitlist_offers
    UNION ALL SELECT 'waitlist_offers', CAST(substr(key, 10) AS INTEGER) FROM outbox WHERE key GLOB 'waitlist:*'
) GROUP BY name;
