DROP TABLE breach_marks;
ALTER TABLE breaches DROP COLUMN enqueued_at;
ALTER TABLE breaches DROP COLUMN enqueued_after;
ALTER TABLE breaches DROP COLUMN enqueued_source;
