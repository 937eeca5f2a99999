-- Visits that were taken over from another program: each once, however often its file is read.
CREATE TABLE imported (
    key            TEXT PRIMARY KEY,      -- the id of the event, or the time, staff and services of the visit
    appointment_id INTEGER NOT NULL REFERENCES appointments ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX imported_by_appointment ON imported (appointment_id);
