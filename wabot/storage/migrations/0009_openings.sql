-- One-off openings: time at which the salon, or one of its staff, works although the usual hours say otherwise.
CREATE TABLE openings (
    id         INTEGER PRIMARY KEY,
    staff      TEXT,                      -- as in appointments; NULL: the whole salon
    start_at   INTEGER NOT NULL,
    end_at     INTEGER NOT NULL,          -- within the salon's day on which it begins, or its midnight
    reason     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CHECK (start_at < end_at)
) STRICT;
CREATE INDEX openings_by_end ON openings (end_at);

-- Which version of the openings a reader sees: another one for every change, never one that was seen before.
CREATE TABLE openings_version (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    version  INTEGER NOT NULL
) STRICT;
INSERT INTO openings_version VALUES (1, random());
CREATE TRIGGER openings_version_on_insert AFTER INSERT ON openings
BEGIN
    UPDATE openings_version SET version = random();
END;
CREATE TRIGGER openings_version_on_delete AFTER DELETE ON openings
BEGIN
    UPDATE openings_version SET version = random();
END;

-- A message may be a document: the file, under the name that stands in `text`.
ALTER TABLE outbox ADD COLUMN document BLOB;
