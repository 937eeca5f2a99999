-- Chats that wait for a person of the salon, and why; a word of theirs in the chat ends it.
CREATE TABLE asks (
    customer_id INTEGER PRIMARY KEY REFERENCES customers ON DELETE CASCADE,
    reason      TEXT NOT NULL,            -- AlertReason
    asked_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX asks_by_moment ON asks (asked_at, customer_id);
