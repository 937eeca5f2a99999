-- When the turn of a message that still waits last failed on our side, although it was tried in two ways. It is tried
-- again with the customer's next message and at the next start.
ALTER TABLE inbox ADD COLUMN failed_at INTEGER;
