-- Who read the words of a request or of an appeal, and on which day; its owner can read this.
CREATE TABLE request_looks (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    request_id BIGINT NOT NULL REFERENCES data_requests (id) ON DELETE CASCADE,
    account_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    day DATE NOT NULL
);
CREATE INDEX request_looks_by_request ON request_looks (request_id, day);
CREATE TABLE appeal_looks (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    appeal_id BIGINT NOT NULL REFERENCES appeals (id) ON DELETE CASCADE,
    account_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    day DATE NOT NULL
);
CREATE INDEX appeal_looks_by_appeal ON appeal_looks (appeal_id, day);
