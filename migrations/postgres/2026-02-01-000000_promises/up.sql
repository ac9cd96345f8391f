-- Covered words that lay in the open are sealed like their neighbours. What stands there
-- already is marked here, and sealed at the next start.
ALTER TABLE appeals ADD COLUMN answer_sealed BYTEA;
UPDATE appeals SET answer_sealed = convert_to('plain:' || answer, 'UTF8') WHERE answer IS NOT NULL;
ALTER TABLE appeals DROP COLUMN answer;
ALTER TABLE data_requests ADD COLUMN extended_because_sealed BYTEA;
UPDATE data_requests SET extended_because_sealed = convert_to('plain:' || extended_because, 'UTF8') WHERE extended_because IS NOT NULL;
ALTER TABLE data_requests DROP COLUMN extended_because;
ALTER TABLE review_items ADD COLUMN decision_reason_sealed BYTEA;
UPDATE review_items SET decision_reason_sealed = convert_to('plain:' || decision_reason, 'UTF8') WHERE decision_reason IS NOT NULL;
ALTER TABLE review_items DROP COLUMN decision_reason;

-- The second person says no, and why.
ALTER TABLE approvals ADD COLUMN declined_by BIGINT REFERENCES accounts (id) CHECK (declined_by IS NULL OR declined_by <> requested_by);
ALTER TABLE approvals ADD COLUMN declined_at TIMESTAMP;
ALTER TABLE approvals ADD COLUMN declined_because TEXT;
-- Whether its author is told; an investigation may forbid it.
ALTER TABLE sealed_originals ADD COLUMN told BOOLEAN NOT NULL DEFAULT TRUE;

-- When the supervising authority was told of a breach, and as what it keeps it.
ALTER TABLE breaches ADD COLUMN reported_at TIMESTAMP;
ALTER TABLE breaches ADD COLUMN reported_to TEXT;
ALTER TABLE breaches ADD COLUMN reported_as TEXT;
ALTER TABLE breaches ADD COLUMN reported_by BIGINT REFERENCES accounts (id);
-- Whose sign-ups a breach concerns.
ALTER TABLE breaches ADD COLUMN event_id BIGINT REFERENCES events (id);

-- By which a request is withdrawn.
ALTER TABLE data_requests ADD COLUMN withdraw_hash BYTEA;
CREATE UNIQUE INDEX data_requests_withdrawn ON data_requests (withdraw_hash);
