-- What an account chose for itself; no row: nothing chosen.
CREATE TABLE account_preferences (
    account_id BIGINT PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    district_id BIGINT REFERENCES districts (id),
    digest TEXT NOT NULL,
    appearance TEXT NOT NULL
);
CREATE TABLE account_boards (
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    board_id BIGINT NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    PRIMARY KEY (account_id, board_id)
);
-- Who saw the contact of a case, for which office, why and on which day; its owner can read this.
CREATE TABLE looks (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    account_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    office_id BIGINT NOT NULL REFERENCES offices (id),
    purpose TEXT NOT NULL,
    day DATE NOT NULL
);
CREATE INDEX looks_by_case ON looks (case_id, day);
-- How many rows of a table were deleted on a day because their time had come.
CREATE TABLE retention_reports (
    day DATE NOT NULL,
    table_name TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (day, table_name)
);
