-- A keyed hash of the recipient's domain: mails to one that is slow keep no others waiting.
ALTER TABLE outbox ADD COLUMN domain_mark BYTEA;
-- Since when a mail that waits is due, whatever happened since.
ALTER TABLE outbox ADD COLUMN due_at TIMESTAMP;
-- Why a mail is tried no more.
ALTER TABLE outbox ADD COLUMN ended TEXT;
UPDATE outbox SET due_at = next_attempt_at WHERE state = 'queued';
UPDATE outbox SET ended = 'refused' WHERE state = 'dead' AND reply_sealed IS NOT NULL;
UPDATE outbox SET ended = 'restored' WHERE state = 'dead' AND reply_sealed IS NULL;
CREATE INDEX outbox_by_domain ON outbox (state, domain_mark, next_attempt_at, id);
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (state, next_attempt_at, id);
CREATE INDEX outbox_by_due ON outbox (state, due_at);
CREATE INDEX outbox_by_state ON outbox (state, id);
