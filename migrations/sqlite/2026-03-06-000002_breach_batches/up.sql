-- Letters about a breach are written in batches: how far that is, and when all were.
ALTER TABLE breaches ADD COLUMN enqueued_source INTEGER NOT NULL DEFAULT 0;
ALTER TABLE breaches ADD COLUMN enqueued_after BIGINT NOT NULL DEFAULT 0;
ALTER TABLE breaches ADD COLUMN enqueued_at TIMESTAMP;
UPDATE breaches SET enqueued_at = sent_at;
-- Whom a letter was written to, so that nobody gets two; gone once all were written.
CREATE TABLE breach_marks (
    breach_id BIGINT NOT NULL REFERENCES breaches (id),
    mark BLOB NOT NULL,
    PRIMARY KEY (breach_id, mark)
);
