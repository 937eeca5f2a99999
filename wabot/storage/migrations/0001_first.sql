-- Instants (*_at) are Unix time in milliseconds, UTC.

CREATE TABLE customers (
    id          INTEGER PRIMARY KEY,
    phone       TEXT UNIQUE,              -- E.164
    lid         TEXT UNIQUE,              -- WhatsApp's hidden id
    name        TEXT,
    lang        TEXT CHECK (lang IN ('ru', 'en')),
    held_until  INTEGER,                  -- a person of the salon talks to them until then
    created_at  INTEGER NOT NULL,
    CHECK (phone IS NOT NULL OR lid IS NOT NULL)
) STRICT;

CREATE TABLE inbox (
    id          INTEGER PRIMARY KEY,
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
CREATE INDEX inbox_pending ON inbox (customer_id, id) WHERE handled_at IS NULL;

CREATE TABLE dialogues (
    customer_id INTEGER PRIMARY KEY REFERENCES customers,
    state       TEXT NOT NULL,            -- JSON of domain/dialogue.py
    updated_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE appointments (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers,
    staff       TEXT NOT NULL,            -- id from the configuration, which may have dropped it since
    start_at    INTEGER NOT NULL,
    end_at      INTEGER NOT NULL,         -- the customer's, without the buffer
    status      TEXT NOT NULL CHECK (status IN ('booked', 'confirmed', 'cancelled', 'no_show', 'done')),
    created_at  INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL,
    CHECK (start_at < end_at)
) STRICT;
CREATE INDEX appointments_by_customer ON appointments (customer_id, end_at);
CREATE INDEX appointments_by_end ON appointments (end_at);

CREATE TABLE appointment_services (
    appointment_id INTEGER NOT NULL REFERENCES appointments ON DELETE CASCADE,
    position       INTEGER NOT NULL,
    service        TEXT NOT NULL,
    PRIMARY KEY (appointment_id, position)
) STRICT, WITHOUT ROWID;

-- What an appointment takes: staff time with buffer, rooms, the guest. One row a resource and stretch.
CREATE TABLE holds (
    appointment_id INTEGER NOT NULL REFERENCES appointments ON DELETE CASCADE,
    resource       TEXT NOT NULL,         -- 'staff:anna', 'room:washbasin:0', 'guest:17'
    start_at       INTEGER NOT NULL,
    end_at         INTEGER NOT NULL,
    CHECK (start_at < end_at)
) STRICT;
CREATE INDEX holds_by_resource ON holds (resource, end_at);
CREATE INDEX holds_by_end ON holds (end_at, start_at, resource, appointment_id);
CREATE INDEX holds_by_appointment ON holds (appointment_id);

CREATE TRIGGER no_overlap_on_insert BEFORE INSERT ON holds
WHEN EXISTS (SELECT 1 FROM holds WHERE resource = NEW.resource AND end_at > NEW.start_at AND start_at < NEW.end_at)
BEGIN
    SELECT RAISE(ABORT, 'overlap: the resource is held already');
END;

CREATE TRIGGER no_overlap_on_update BEFORE UPDATE ON holds
WHEN EXISTS (SELECT 1 FROM holds WHERE resource = NEW.resource AND end_at > NEW.start_at AND start_at < NEW.end_at
             AND rowid <> OLD.rowid)
BEGIN
    SELECT RAISE(ABORT, 'overlap: the resource is held already');
END;

CREATE TABLE outbox (
    id          INTEGER PRIMARY KEY,
    key         TEXT NOT NULL UNIQUE,     -- what it is, once for ever: 'reply:17', 'alert:17:0:3'
    customer_id INTEGER NOT NULL REFERENCES customers,
    text        TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN
                ('queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown', 'dropped')),
    reason      TEXT,                     -- why it failed or is unknown
    attempts    INTEGER NOT NULL DEFAULT 0,
    message_id  TEXT,                     -- WhatsApp's, known once acknowledged
    queued_at   INTEGER NOT NULL,
    sent_at     INTEGER
) STRICT;
CREATE INDEX outbox_by_customer ON outbox (customer_id, id);
CREATE INDEX outbox_queued ON outbox (customer_id, id) WHERE state = 'queued';
CREATE INDEX outbox_sending ON outbox (id) WHERE state = 'sending';
CREATE INDEX outbox_by_message ON outbox (message_id) WHERE message_id IS NOT NULL;

-- Receipts that came before the acknowledgement of the message they belong to.
CREATE TABLE early_receipts (
    message_id TEXT NOT NULL,
    kind       TEXT NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (message_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX early_receipts_by_time ON early_receipts (at);

CREATE TABLE counters (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counters VALUES ('replaced', 0), ('reconnects', 0), ('sent', 0), ('delivered', 0), ('failed', 0);

-- The last moments something was heard: 'message', 'receipt'.
CREATE TABLE last_heard (
    what TEXT PRIMARY KEY,
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
