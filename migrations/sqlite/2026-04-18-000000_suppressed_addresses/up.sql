-- Addresses that get no mail which one can do without: their keyed hash, why, and which mails
-- ('all', or one kind). Two rows that say the same say it once; they go together.
CREATE TABLE suppressed_addresses (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    email_index BLOB NOT NULL,
    reason TEXT NOT NULL,
    covers TEXT NOT NULL,
    since DATE NOT NULL
);
CREATE INDEX suppressed_addresses_by_address ON suppressed_addresses (email_index);
CREATE INDEX suppressed_addresses_by_age ON suppressed_addresses (since);
