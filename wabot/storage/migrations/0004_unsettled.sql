-- The page looks for messages that need a person at every change.
CREATE INDEX outbox_unsettled ON outbox (queued_at) WHERE state IN ('failed', 'unknown') AND doubted_at IS NULL;
