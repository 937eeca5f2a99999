-- What a customer has said, or was asked, about messages of our own accord; never changed, only added to.
CREATE TABLE consents (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers,
    step        TEXT NOT NULL CHECK (step IN ('stopped', 'recalled', 'resumed', 'asked', 'agreed', 'declined')),
    at          INTEGER NOT NULL
) STRICT;
CREATE INDEX consents_by_customer ON consents (customer_id, at, id);

-- After a visit there is a word of thanks and an invitation, settled like the reminders before it.
DROP TRIGGER no_reminder_of_what_changed;
CREATE TABLE more_reminders (
    appointment_id INTEGER NOT NULL REFERENCES appointments ON DELETE CASCADE,  -- thanks, invitation: the visit's last
    which          TEXT NOT NULL CHECK (which IN ('day_before', 'before', 'ask_staff', 'thanks', 'invitation')),
    start_at       INTEGER NOT NULL,      -- of the appointment, when it was settled
    state          TEXT NOT NULL CHECK (state IN ('sent', 'skipped')),
    reason         TEXT,                  -- why it was skipped
    outbox_id      INTEGER REFERENCES outbox ON DELETE CASCADE,  -- a message taken back makes it come again
    settled_at     INTEGER NOT NULL,
    PRIMARY KEY (appointment_id, which, start_at),
    CHECK ((state = 'skipped') = (reason IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO more_reminders SELECT appointment_id, which, start_at, state, reason, outbox_id, settled_at FROM reminders;
DROP TABLE reminders;
ALTER TABLE more_reminders RENAME TO reminders;
CREATE INDEX reminders_by_message ON reminders (outbox_id) WHERE outbox_id IS NOT NULL;
CREATE INDEX reminders_skipped ON reminders (settled_at) WHERE state = 'skipped';

-- What still waits is not for a visit that was cancelled or moved meanwhile, or to which nobody came.
CREATE TRIGGER no_reminder_of_what_changed AFTER UPDATE OF status, start_at ON appointments
WHEN NEW.status NOT IN ('booked', 'confirmed', 'done') OR NEW.start_at <> OLD.start_at
BEGIN
    DELETE FROM outbox WHERE state = 'queued' AND id IN
        (SELECT outbox_id FROM reminders WHERE appointment_id = NEW.id AND outbox_id IS NOT NULL);
END;

-- When a customer would come again by habit: planned once a visit is over, settled in `reminders`.
CREATE TABLE invitations (
    appointment_id INTEGER PRIMARY KEY REFERENCES appointments ON DELETE CASCADE,  -- the last of the visit
    service        TEXT NOT NULL,         -- what they are invited to
    staff          TEXT NOT NULL,         -- who did it
    every_days     INTEGER NOT NULL CHECK (every_days > 0),
    due_at         INTEGER NOT NULL
) STRICT;
CREATE INDEX invitations_by_moment ON invitations (due_at);
