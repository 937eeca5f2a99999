-- Since when a visit has its time: a reminder whose moment lies before that is not for it.
ALTER TABLE appointments ADD COLUMN timed_at INTEGER;
UPDATE appointments SET timed_at = changed_at;
CREATE TRIGGER time_of_a_new_visit AFTER INSERT ON appointments
BEGIN
    UPDATE appointments SET timed_at = created_at WHERE id = NEW.id;
END;
CREATE TRIGGER time_of_a_moved_visit AFTER UPDATE OF start_at ON appointments WHEN NEW.start_at <> OLD.start_at
BEGIN
    UPDATE appointments SET timed_at = changed_at WHERE id = NEW.id;
END;
CREATE INDEX appointments_by_start ON appointments (start_at) WHERE status IN ('booked', 'confirmed');

-- A message that is no longer wanted after this moment. It is taken back then, unless it has been handed to WhatsApp.
ALTER TABLE outbox ADD COLUMN wanted_until INTEGER;
CREATE INDEX outbox_wanted ON outbox (wanted_until) WHERE state = 'queued' AND wanted_until IS NOT NULL;

-- What became of each reminder; one without a row is still to come. A visit that is moved is reminded of anew.
CREATE TABLE reminders (
    appointment_id INTEGER NOT NULL REFERENCES appointments ON DELETE CASCADE,
    which          TEXT NOT NULL CHECK (which IN ('day_before', 'before', 'ask_staff')),
    start_at       INTEGER NOT NULL,      -- of the visit, when it was reminded of
    state          TEXT NOT NULL CHECK (state IN ('sent', 'skipped')),
    reason         TEXT,                  -- why it was skipped
    outbox_id      INTEGER REFERENCES outbox ON DELETE CASCADE,  -- a message taken back makes it come again
    settled_at     INTEGER NOT NULL,
    PRIMARY KEY (appointment_id, which, start_at),
    CHECK ((state = 'skipped') = (reason IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX reminders_by_message ON reminders (outbox_id) WHERE outbox_id IS NOT NULL;
CREATE INDEX reminders_skipped ON reminders (settled_at) WHERE state = 'skipped';

-- A reminder that still waits is not for a visit that was cancelled or moved meanwhile.
CREATE TRIGGER no_reminder_of_what_changed AFTER UPDATE OF status, start_at ON appointments
WHEN NEW.status NOT IN ('booked', 'confirmed') OR NEW.start_at <> OLD.start_at
BEGIN
    DELETE FROM outbox WHERE state = 'queued' AND id IN
        (SELECT outbox_id FROM reminders WHERE appointment_id = NEW.id AND outbox_id IS NOT NULL);
END;

-- What staff are told at the end of the quiet hours rather than at night.
CREATE TABLE notices (
    id          INTEGER PRIMARY KEY,
    key         TEXT NOT NULL UNIQUE,     -- as it will stand in the outbox
    customer_id INTEGER NOT NULL REFERENCES customers,
    text        TEXT NOT NULL,
    due_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX notices_by_moment ON notices (due_at);
CREATE INDEX notices_by_customer ON notices (customer_id);
