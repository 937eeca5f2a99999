-- What the owner orders in WhatsApp, and when wabot keeps silent.

-- Where the owner's orders stand; what an owner says as a customer stands in `dialogues`.
CREATE TABLE owner_dialogues (
    customer_id INTEGER PRIMARY KEY REFERENCES customers ON DELETE CASCADE,
    state       TEXT NOT NULL,            -- JSON of domain/owner/dialogue.py
    updated_at  INTEGER NOT NULL
) STRICT;

-- A row while the owner wants wabot to be silent in every chat.
CREATE TABLE silence (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    since    INTEGER NOT NULL,
    inbox_id INTEGER NOT NULL             -- of the last message before it
) STRICT;
CREATE INDEX customers_held ON customers (held_until) WHERE held_until IS NOT NULL;

-- Chats in which another machine seemed to answer, the last time of each; silent through customers.held_until.
CREATE TABLE loops (
    customer_id INTEGER PRIMARY KEY REFERENCES customers ON DELETE CASCADE,
    noticed_at  INTEGER NOT NULL
) STRICT;
