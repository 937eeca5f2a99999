-- A message whose outcome is unknown is in doubt until evidence is found or has been waited for.
ALTER TABLE outbox ADD COLUMN begun_at INTEGER;      -- when it was last handed to WhatsApp
ALTER TABLE outbox ADD COLUMN doubted_at INTEGER;    -- since when it is in doubt; NULL when it is not
UPDATE outbox SET begun_at = queued_at WHERE state = 'sending';
CREATE INDEX outbox_in_doubt ON outbox (customer_id, id) WHERE doubted_at IS NOT NULL;

-- The outbox is the queue: the oldest waiting message is found without looking at the others.
DROP INDEX outbox_queued;
CREATE INDEX outbox_queued ON outbox (id) WHERE state = 'queued';

-- Receipts of messages that are not known (yet), with whose phone sent them.
DROP TABLE early_receipts;
CREATE TABLE early_receipts (
    message_id  TEXT NOT NULL,
    kind        TEXT NOT NULL,
    customer_id INTEGER NOT NULL REFERENCES customers,
    at          INTEGER NOT NULL,
    PRIMARY KEY (message_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX early_receipts_by_time ON early_receipts (at);
CREATE INDEX early_receipts_by_customer ON early_receipts (customer_id, at);
