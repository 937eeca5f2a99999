-- The book as the salon keeps it: notes, closed time, who changed what, and calendars that read it.

ALTER TABLE appointments ADD COLUMN note TEXT NOT NULL DEFAULT '';          -- the salon's own words, not the customer's
ALTER TABLE appointments ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;    -- how often it changed: SEQUENCE in calendars

CREATE TRIGGER appointment_revised AFTER UPDATE OF staff, start_at, end_at, status, note ON appointments
BEGIN
    UPDATE appointments SET revision = OLD.revision + 1 WHERE id = OLD.id;
END;

CREATE TABLE appointment_changes (
    id             INTEGER PRIMARY KEY,
    appointment_id INTEGER NOT NULL REFERENCES appointments ON DELETE CASCADE,
    at             INTEGER NOT NULL,
    author         TEXT NOT NULL,         -- 'customer', 'api', 'page', ...
    what           TEXT NOT NULL,         -- 'made', 'moved', 'cancelled', 'restored', 'changed'
    before         TEXT,                  -- JSON; NULL when it was made
    after          TEXT NOT NULL
) STRICT;
CREATE INDEX appointment_changes_by_appointment ON appointment_changes (appointment_id, id);

-- Closed time of a staff member.
CREATE TABLE blocks (
    id         INTEGER PRIMARY KEY,
    staff      TEXT NOT NULL,             -- as in appointments
    start_at   INTEGER NOT NULL,
    end_at     INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CHECK (start_at < end_at)
) STRICT;
CREATE INDEX blocks_by_end ON blocks (end_at);
CREATE INDEX blocks_by_staff ON blocks (staff, end_at);

-- Holds without an appointment belong to the block of that staff member at that time.
CREATE TABLE wider_holds (
    appointment_id INTEGER REFERENCES appointments ON DELETE CASCADE,
    resource       TEXT NOT NULL,         -- 'staff:anna', 'room:washbasin:0', 'guest:17'
    start_at       INTEGER NOT NULL,
    end_at         INTEGER NOT NULL,
    CHECK (start_at < end_at)
) STRICT;
INSERT INTO wider_holds SELECT appointment_id, resource, start_at, end_at FROM holds;
DROP TABLE holds;
ALTER TABLE wider_holds RENAME TO holds;
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

-- Addresses under which calendars read the book; one row each until it is revoked.
CREATE TABLE calendars (
    secret     TEXT PRIMARY KEY,
    staff      TEXT,                      -- NULL: the whole salon
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
