-- Personal data that got out: what happened, whom it concerns, and what they are told.
CREATE TABLE breaches (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    found_at TIMESTAMP NOT NULL,
    happened_zh TEXT NOT NULL,
    happened_en TEXT NOT NULL,
    done_zh TEXT NOT NULL,
    done_en TEXT NOT NULL,
    -- Names of files of personal data in the inventory.
    files TEXT NOT NULL,
    whom TEXT NOT NULL,
    from_on DATE,
    until_on DATE,
    prepared_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL,
    sent_by BIGINT REFERENCES accounts (id),
    sent_at TIMESTAMP,
    letters INTEGER
);
-- The cases of a breach that names them one by one.
CREATE TABLE breach_cases (
    breach_id BIGINT NOT NULL REFERENCES breaches (id),
    case_id BIGINT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    PRIMARY KEY (breach_id, case_id)
);
CREATE INDEX breach_cases_by_case ON breach_cases (case_id);
