-- What POST /send answered under each Idempotency-Key, for a day. The message itself is not here.
CREATE TABLE sends (
    key      TEXT PRIMARY KEY,
    digest   TEXT NOT NULL,               -- of phone and message: tells a repeat from another message
    begun_at INTEGER NOT NULL,
    status   INTEGER,                     -- HTTP; NULL while being sent, and for good if wabot ended meanwhile
    answer   TEXT,                        -- JSON
    CHECK ((status IS NULL) = (answer IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX sends_by_time ON sends (begun_at);
