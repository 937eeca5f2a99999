-- Whether an appointment takes the customer's own time, or is for somebody else whom the customer books for. It is told
-- by what it holds, and a cancelled one, which holds nothing, may be restored: so it is kept beside it.
ALTER TABLE appointments ADD COLUMN takes_customer INTEGER NOT NULL DEFAULT 1 CHECK (takes_customer IN (0, 1));
UPDATE appointments SET takes_customer = 0
WHERE EXISTS (SELECT 1 FROM holds WHERE appointment_id = appointments.id)
  AND NOT EXISTS (SELECT 1 FROM holds WHERE appointment_id = appointments.id AND resource LIKE 'guest:%');
