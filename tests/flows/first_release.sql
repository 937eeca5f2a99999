-- A salon's book as the first release left it on Friday, 20 November 2026, ten in the morning in Moscow.
INSERT INTO customers (id, phone, lid, name, lang, held_until, created_at) VALUES
    (1, '+79161234567', NULL, 'Оля', 'ru', NULL, 1790000000000),
    (2, '+79160000077', NULL, 'Лена', 'ru', NULL, 1790000000000),
    (3, NULL, '1234567890', 'Kate', 'en', NULL, 1790000000000);

INSERT INTO appointments (id, customer_id, staff, start_at, end_at, status, created_at, changed_at) VALUES
    (1, 1, 'olga', 1000 * unixepoch('2026-11-21T12:00:00'), 1000 * unixepoch('2026-11-21T13:15:00'), 'booked', 0, 0),
    (2, 1, 'olga', 1000 * unixepoch('2026-10-20T12:00:00'), 1000 * unixepoch('2026-10-20T13:15:00'), 'done', 0, 0),
    (3, 3, 'anna', 1000 * unixepoch('2026-11-22T09:00:00'), 1000 * unixepoch('2026-11-22T10:00:00'), 'cancelled', 0, 0);
INSERT INTO appointment_services VALUES (1, 0, 'manicure'), (2, 0, 'manicure'), (3, 0, 'haircut_women');
INSERT INTO holds (appointment_id, resource, start_at, end_at)
    SELECT id, 'staff:olga', start_at, end_at + 600000 FROM appointments WHERE status = 'booked'
    UNION ALL SELECT id, 'guest:1', start_at, end_at FROM appointments WHERE status = 'booked';

INSERT INTO inbox (id, customer_id, message_id, kind, text, by_salon, sent_at, received_at, handled_at) VALUES
    (1, 1, 'M1', 'text', 'спасибо', 0, 1000 * unixepoch('2026-11-20T06:50:00'), 1000 * unixepoch('2026-11-20T06:50:00'), 1),
    (2, 2, 'M2', 'text', 'до скольки вы работаете?', 0,
     1000 * unixepoch('2026-11-20T06:59:58'), 1000 * unixepoch('2026-11-20T06:59:59'), NULL);

INSERT INTO outbox (id, key, customer_id, text, state, message_id, queued_at, sent_at) VALUES
    (1, 'reply:1', 1, 'Пожалуйста!', 'read', 'W1', 1000 * unixepoch('2026-11-20T06:50:01'), 1000 * unixepoch('2026-11-20T06:50:02')),
    (2, 'alert:1:0:1', 3, 'See you on Sunday!', 'queued', NULL, 1000 * unixepoch('2026-11-20T06:59:00'), NULL);

UPDATE counters SET value = 17 WHERE name = 'replaced';
INSERT INTO last_heard VALUES ('message', 1000 * unixepoch('2026-11-20T06:59:59'));
