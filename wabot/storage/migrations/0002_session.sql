-- How the WhatsApp session stands; the states that only a person ends outlive the process by this row.
CREATE TABLE session (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    state    TEXT NOT NULL,
    since    INTEGER NOT NULL,
    reason   TEXT,
    until    INTEGER                      -- the end of a ban
) STRICT;
