-- The member of an office who handles a case for it.
CREATE TABLE case_assignees (
    case_id BIGINT PRIMARY KEY NOT NULL REFERENCES cases (id),
    office_id BIGINT NOT NULL REFERENCES offices (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE
);
CREATE INDEX case_assignees_by_account ON case_assignees (account_id, case_id);
CREATE INDEX case_assignees_by_office ON case_assignees (office_id);

-- What an office asked the resident, as long as no reply came.
CREATE TABLE case_questions (
    case_id BIGINT PRIMARY KEY NOT NULL REFERENCES cases (id),
    asked_on DATE NOT NULL
);
