-- That the city's mail server cannot be used: what it did not do, its code, its own words, and since when. Of
-- two rows the one that was tried last counts.
CREATE TABLE mail_pauses (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    step TEXT NOT NULL,
    code INTEGER,
    words_sealed BLOB NOT NULL,
    since TIMESTAMP NOT NULL,
    tried_at TIMESTAMP NOT NULL
);
