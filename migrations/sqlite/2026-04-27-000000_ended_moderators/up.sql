-- Whoever decided may have no account any more: what they decided stays, without them.
ALTER TABLE review_items ADD COLUMN decided_by_account BIGINT REFERENCES accounts (id) ON DELETE SET NULL;
-- That a moderator decided it stays known: figures count it, and like items name it.
ALTER TABLE review_items ADD COLUMN by_moderator BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE review_items SET decided_by_account = decided_by, by_moderator = (decided_by IS NOT NULL);
ALTER TABLE review_items DROP COLUMN decided_by;
ALTER TABLE review_items RENAME COLUMN decided_by_account TO decided_by;

-- So it is with whoever agreed on giving data to others, or told people of a breach.
ALTER TABLE agreements ADD COLUMN made_by_account BIGINT REFERENCES accounts (id) ON DELETE SET NULL;
ALTER TABLE agreements ADD COLUMN ended_by_account BIGINT REFERENCES accounts (id) ON DELETE SET NULL;
UPDATE agreements SET made_by_account = made_by, ended_by_account = ended_by;
ALTER TABLE agreements DROP COLUMN made_by;
ALTER TABLE agreements DROP COLUMN ended_by;
ALTER TABLE agreements RENAME COLUMN made_by_account TO made_by;
ALTER TABLE agreements RENAME COLUMN ended_by_account TO ended_by;
ALTER TABLE breaches ADD COLUMN prepared_by_account BIGINT REFERENCES accounts (id) ON DELETE SET NULL;
ALTER TABLE breaches ADD COLUMN sent_by_account BIGINT REFERENCES accounts (id) ON DELETE SET NULL;
ALTER TABLE breaches ADD COLUMN reported_by_account BIGINT REFERENCES accounts (id) ON DELETE SET NULL;
UPDATE breaches SET prepared_by_account = prepared_by, sent_by_account = sent_by, reported_by_account = reported_by;
ALTER TABLE breaches DROP COLUMN prepared_by;
ALTER TABLE breaches DROP COLUMN sent_by;
ALTER TABLE breaches DROP COLUMN reported_by;
ALTER TABLE breaches RENAME COLUMN prepared_by_account TO prepared_by;
ALTER TABLE breaches RENAME COLUMN sent_by_account TO sent_by;
ALTER TABLE breaches RENAME COLUMN reported_by_account TO reported_by;

-- What a check names cannot be changed so: these are made anew, with what points to them, and give out
-- no number twice.
CREATE TEMP TABLE kept_numbers AS SELECT name, seq FROM sqlite_sequence
WHERE name IN ('appeals', 'appeal_looks', 'approvals', 'disclosures');
CREATE TEMP TABLE kept_appeals AS SELECT * FROM appeals;
CREATE TEMP TABLE kept_appeal_looks AS SELECT * FROM appeal_looks;
CREATE TEMP TABLE kept_approvals AS SELECT * FROM approvals;
CREATE TEMP TABLE kept_disclosures AS SELECT * FROM disclosures;
DROP TABLE appeal_looks;
DROP TABLE appeals;
DROP TABLE disclosures;
DROP TABLE approvals;

CREATE TABLE appeals (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    ledger_number INTEGER NOT NULL UNIQUE,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    moderator_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    words_sealed BLOB NOT NULL,
    state TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    decided_by BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    decided_at TIMESTAMP,
    answer_sealed BLOB,
    due_on DATE,
    CHECK (decided_by IS NULL OR decided_by <> moderator_id)
);
CREATE INDEX appeals_open ON appeals (state, id);
CREATE INDEX appeals_by_post ON appeals (post_id);
INSERT INTO appeals (id, ledger_number, post_id, moderator_id, words_sealed, state, created_at, decided_by, decided_at, answer_sealed, due_on)
SELECT id, ledger_number, post_id, moderator_id, words_sealed, state, created_at, decided_by, decided_at, answer_sealed, due_on
FROM kept_appeals;

CREATE TABLE appeal_looks (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    appeal_id BIGINT NOT NULL REFERENCES appeals (id) ON DELETE CASCADE,
    account_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    day DATE NOT NULL
);
CREATE INDEX appeal_looks_by_appeal ON appeal_looks (appeal_id, day);
INSERT INTO appeal_looks (id, appeal_id, account_id, day)
SELECT id, appeal_id, account_id, day FROM kept_appeal_looks;

CREATE TABLE approvals (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    agency TEXT NOT NULL,
    document TEXT NOT NULL,
    act TEXT NOT NULL,
    requested_by BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    requested_at TIMESTAMP NOT NULL,
    approved_by BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    approved_at TIMESTAMP,
    used_at TIMESTAMP,
    -- Whether whom it concerns is told; the approver says so.
    told BOOLEAN NOT NULL,
    declined_by BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    declined_at TIMESTAMP,
    declined_because_sealed BLOB,
    lapsed BOOLEAN NOT NULL DEFAULT FALSE,
    CHECK (approved_by IS NULL OR approved_by <> requested_by),
    CHECK (declined_by IS NULL OR declined_by <> requested_by)
);
CREATE UNIQUE INDEX approvals_wait_once ON approvals (act, agency, document, requested_by)
WHERE approved_at IS NULL AND declined_at IS NULL AND lapsed = FALSE;
INSERT INTO approvals (id, agency, document, act, requested_by, requested_at, approved_by, approved_at, used_at, told, declined_by, declined_at, declined_because_sealed, lapsed)
SELECT id, agency, document, act, requested_by, requested_at, approved_by, approved_at, used_at, told, declined_by, declined_at, declined_because_sealed, lapsed
FROM kept_approvals;

CREATE TABLE disclosures (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    agreement_id BIGINT REFERENCES agreements (id),
    approval_id BIGINT REFERENCES approvals (id),
    ledger_number INTEGER NOT NULL,
    case_id BIGINT REFERENCES cases (id) ON DELETE SET NULL,
    fields TEXT NOT NULL,
    on_day DATE NOT NULL,
    told BOOLEAN NOT NULL,
    made_by BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    -- Under an agreement or an approval, never both, never neither.
    CHECK ((agreement_id IS NULL) <> (approval_id IS NULL))
);
CREATE INDEX disclosures_by_case ON disclosures (case_id);
INSERT INTO disclosures (id, agreement_id, approval_id, ledger_number, case_id, fields, on_day, told, made_by)
SELECT id, agreement_id, approval_id, ledger_number, case_id, fields, on_day, told, made_by
FROM kept_disclosures;

DELETE FROM sqlite_sequence WHERE name IN (SELECT name FROM kept_numbers);
INSERT INTO sqlite_sequence (name, seq) SELECT name, seq FROM kept_numbers;
DROP TABLE kept_numbers;
DROP TABLE kept_appeals;
DROP TABLE kept_appeal_looks;
DROP TABLE kept_approvals;
DROP TABLE kept_disclosures;
