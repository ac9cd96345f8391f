-- Since when a mail that waits is tried in vain; it begins anew after the relay took none.
ALTER TABLE outbox ADD COLUMN tried_since TIMESTAMP;
