-- What programs outside are told, each delivery written in the transaction of what it tells. Nothing is written while
-- nobody has subscribed. The facts stay where they are, and a delivery goes when the person it is about is forgotten.
CREATE TABLE webhook_subscriptions (
    webhook TEXT NOT NULL,                -- id from the configuration
    event   TEXT NOT NULL,                -- Event
    PRIMARY KEY (webhook, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE webhook_deliveries (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    key         TEXT NOT NULL UNIQUE DEFAULT ('msg_' || lower(hex(randomblob(16)))),  -- by which a receiver knows it again
    webhook     TEXT NOT NULL,
    event       TEXT NOT NULL,
    customer_id INTEGER REFERENCES customers ON DELETE CASCADE,                       -- NULL: about nobody
    inbox_id    INTEGER REFERENCES inbox ON DELETE CASCADE,
    change_id   INTEGER REFERENCES appointment_changes ON DELETE CASCADE,
    session     TEXT,                     -- JSON: the row of `session` as it was
    at          INTEGER NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    reason      TEXT,                     -- why the last attempt failed
    given_up_at INTEGER                   -- NULL: it is still to be delivered; what was delivered is deleted
) STRICT;
CREATE INDEX webhook_deliveries_by_lane ON webhook_deliveries (webhook, customer_id, id) WHERE given_up_at IS NULL;
CREATE INDEX webhook_deliveries_by_customer ON webhook_deliveries (customer_id);
CREATE UNIQUE INDEX webhook_deliveries_by_message ON webhook_deliveries (inbox_id, webhook);    -- each is told once
CREATE UNIQUE INDEX webhook_deliveries_by_change ON webhook_deliveries (change_id, webhook);

CREATE TRIGGER webhooks_tell_of_messages AFTER INSERT ON inbox WHEN NEW.by_salon = 0 AND NEW.kind <> 'lost'
BEGIN
    INSERT INTO webhook_deliveries (webhook, event, customer_id, inbox_id, at)
    SELECT webhook, event, NEW.customer_id, NEW.id, NEW.received_at
    FROM webhook_subscriptions WHERE event = 'message_received';
END;

CREATE TRIGGER webhooks_tell_of_appointments AFTER INSERT ON appointment_changes
BEGIN
    INSERT INTO webhook_deliveries (webhook, event, customer_id, change_id, at)
    SELECT webhook, event, (SELECT customer_id FROM appointments WHERE id = NEW.appointment_id), NEW.id, NEW.at
    FROM webhook_subscriptions WHERE event = CASE NEW.what
        WHEN 'made' THEN 'appointment_booked' WHEN 'restored' THEN 'appointment_booked'
        WHEN 'moved' THEN 'appointment_moved' WHEN 'cancelled' THEN 'appointment_cancelled'
        ELSE 'appointment_changed' END;
END;

CREATE TRIGGER webhooks_tell_of_the_first_session AFTER INSERT ON session
BEGIN
    INSERT INTO webhook_deliveries (webhook, event, session, at)
    SELECT webhook, event, json_object('state', NEW.state, 'since', NEW.since, 'reason', NEW.reason, 'until', NEW.until), NEW.since
    FROM webhook_subscriptions WHERE event = 'session_state';
END;

CREATE TRIGGER webhooks_tell_of_the_session AFTER UPDATE ON session WHEN NEW.state <> OLD.state
BEGIN
    INSERT INTO webhook_deliveries (webhook, event, session, at)
    SELECT webhook, event, json_object('state', NEW.state, 'since', NEW.since, 'reason', NEW.reason, 'until', NEW.until), NEW.since
    FROM webhook_subscriptions WHERE event = 'session_state';
END;
