-- Chains: one for the ledger (chain 0), one for each case (its id). A link holds only what
-- is not personal, and a commitment to what is; that lies apart and can be erased.
CREATE TABLE chain_links (
    chain BIGINT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    fields TEXT NOT NULL,
    commitment BLOB NOT NULL,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (chain, number)
);
-- The last number of each chain: whoever appends holds its row.
CREATE TABLE chain_tips (
    chain BIGINT PRIMARY KEY NOT NULL,
    number INTEGER NOT NULL,
    -- The last number that a signed statement covers.
    signed INTEGER NOT NULL
);
INSERT INTO chain_tips (chain, number, signed) VALUES (0, 0, 0);
-- Which payload was erased, when and on which ground.
CREATE TABLE chain_erasures (
    chain BIGINT NOT NULL,
    number INTEGER NOT NULL,
    ground TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (chain, number)
);
-- The heads of all chains that grew since the last statement, signed.
CREATE TABLE chain_statements (
    day DATE PRIMARY KEY NOT NULL,
    body TEXT NOT NULL,
    signature BLOB NOT NULL
);
-- What the ledger knows beyond its chain: whom it concerns and the ground in words.
CREATE TABLE ledger_payloads (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    number INTEGER NOT NULL UNIQUE,
    post_id BIGINT REFERENCES posts (id) ON DELETE SET NULL,
    case_id BIGINT REFERENCES cases (id) ON DELETE SET NULL,
    on_day DATE NOT NULL,
    salt BLOB NOT NULL,
    payload_sealed BLOB NOT NULL
);
CREATE INDEX ledger_payloads_by_post ON ledger_payloads (post_id);
CREATE INDEX ledger_payloads_by_case ON ledger_payloads (case_id);
-- The salt of a record's commitment goes when its payload is erased.
ALTER TABLE handling_records ADD COLUMN salt BLOB;

CREATE TRIGGER chain_links_stay BEFORE UPDATE ON chain_links
BEGIN SELECT RAISE(ABORT, 'a chain is never changed'); END;
CREATE TRIGGER chain_links_stay_whole BEFORE DELETE ON chain_links
BEGIN SELECT RAISE(ABORT, 'a chain is never shortened'); END;
CREATE TRIGGER chain_erasures_stay BEFORE UPDATE ON chain_erasures
BEGIN SELECT RAISE(ABORT, 'an erasure is never changed'); END;
CREATE TRIGGER chain_erasures_stay_whole BEFORE DELETE ON chain_erasures
BEGIN SELECT RAISE(ABORT, 'an erasure is never forgotten'); END;
CREATE TRIGGER chain_statements_stay BEFORE UPDATE ON chain_statements
BEGIN SELECT RAISE(ABORT, 'a signed statement is never changed'); END;
CREATE TRIGGER chain_statements_stay_whole BEFORE DELETE ON chain_statements
BEGIN SELECT RAISE(ABORT, 'a signed statement is never forgotten'); END;
CREATE TRIGGER handling_records_stay_whole BEFORE DELETE ON handling_records
WHEN NOT EXISTS (SELECT 1 FROM chain_erasures e WHERE e.chain = OLD.case_id AND e.number = OLD.number)
BEGIN SELECT RAISE(ABORT, 'a record goes only by an erasure that is on record'); END;
-- A record stays as it was written, but for a payload whose erasure is on record.
CREATE TRIGGER handling_records_stay BEFORE UPDATE ON handling_records
WHEN NOT (
    NEW.id = OLD.id AND NEW.case_id = OLD.case_id AND NEW.number = OLD.number
    AND NEW.kind = OLD.kind AND NEW.at = OLD.at AND NEW.office_id IS OLD.office_id
    AND NEW.body IS NULL AND NEW.account_id IS NULL AND NEW.salt IS NULL
    AND EXISTS (SELECT 1 FROM chain_erasures e WHERE e.chain = OLD.case_id AND e.number = OLD.number)
)
BEGIN SELECT RAISE(ABORT, 'a record is changed only by an erasure that is on record'); END;
CREATE TRIGGER ledger_payloads_stay BEFORE DELETE ON ledger_payloads
WHEN NOT EXISTS (SELECT 1 FROM chain_erasures e WHERE e.chain = 0 AND e.number = OLD.number)
BEGIN SELECT RAISE(ABORT, 'a payload goes only by an erasure that is on record'); END;

-- A second person's word for what needs it.
CREATE TABLE approvals (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    agency TEXT NOT NULL,
    document TEXT NOT NULL,
    act TEXT NOT NULL,
    requested_by BIGINT NOT NULL REFERENCES accounts (id),
    requested_at TIMESTAMP NOT NULL,
    approved_by BIGINT REFERENCES accounts (id),
    approved_at TIMESTAMP,
    used_at TIMESTAMP,
    CHECK (approved_by IS NULL OR approved_by <> requested_by)
);

-- What a moderator changed, as it was, until the time to appeal has ended.
CREATE TABLE sealed_originals (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    ledger_number INTEGER NOT NULL,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    original_sealed BLOB NOT NULL,
    until TIMESTAMP NOT NULL
);
CREATE INDEX sealed_originals_by_post ON sealed_originals (post_id);
CREATE TABLE appeals (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    ledger_number INTEGER NOT NULL UNIQUE,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    moderator_id BIGINT NOT NULL REFERENCES accounts (id),
    words_sealed BLOB NOT NULL,
    state TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    decided_by BIGINT REFERENCES accounts (id),
    decided_at TIMESTAMP,
    answer TEXT,
    CHECK (decided_by IS NULL OR decided_by <> moderator_id)
);
CREATE INDEX appeals_open ON appeals (state, id);

-- Who may be given which personal data, under which policy, until when.
CREATE TABLE agreements (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    recipient TEXT NOT NULL,
    purpose TEXT NOT NULL,
    fields TEXT NOT NULL,
    policy_version TEXT NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    made_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL
);
CREATE TABLE disclosures (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    agreement_id BIGINT REFERENCES agreements (id),
    approval_id BIGINT REFERENCES approvals (id),
    ledger_number INTEGER NOT NULL,
    case_id BIGINT REFERENCES cases (id) ON DELETE SET NULL,
    fields TEXT NOT NULL,
    on_day DATE NOT NULL
);
