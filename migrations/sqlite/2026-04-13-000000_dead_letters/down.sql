DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (state, next_attempt_at);
DROP INDEX outbox_by_state;
DROP INDEX outbox_by_due;
DROP INDEX outbox_by_domain;
ALTER TABLE outbox DROP COLUMN ended;
ALTER TABLE outbox DROP COLUMN due_at;
ALTER TABLE outbox DROP COLUMN domain_mark;
