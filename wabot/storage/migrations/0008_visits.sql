-- A visit may have several services, and several staff: one appointment for each, held together by the first one's id.
ALTER TABLE appointments ADD COLUMN visit_id INTEGER REFERENCES appointments ON DELETE CASCADE;  -- NULL: it is the first, or alone
CREATE INDEX appointments_by_visit ON appointments (visit_id) WHERE visit_id IS NOT NULL;
ALTER TABLE appointment_services ADD COLUMN start_at INTEGER;                   -- NULL: begins with the appointment

-- Which version of the holds a reader sees: another one for every change, never one that was seen before.
CREATE TABLE holds_version (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    version  INTEGER NOT NULL
) STRICT;
INSERT INTO holds_version VALUES (1, random());
CREATE TRIGGER version_on_insert AFTER INSERT ON holds BEGIN UPDATE holds_version SET version = random(); END;
CREATE TRIGGER version_on_update AFTER UPDATE ON holds BEGIN UPDATE holds_version SET version = random(); END;
CREATE TRIGGER version_on_delete AFTER DELETE ON holds BEGIN UPDATE holds_version SET version = random(); END;
