-- The files of the open data in parts: nobody has a whole one in memory, and none is written at once.
CREATE TABLE open_data_parts (
    making BYTEA NOT NULL,
    file TEXT NOT NULL,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (making, file, number)
);
-- Where a file stands that is whole. Its row has another name than a file of the program before, to
-- which there is none until it makes its own; what either takes away is gone for both.
ALTER TABLE open_data_files ADD COLUMN making BYTEA;
ALTER TABLE open_data_files ADD COLUMN parts INTEGER;
ALTER TABLE open_data_files ADD COLUMN bytes BIGINT;
ALTER TABLE open_data_files ADD COLUMN sha256 TEXT;
-- What was written from then on is in none of it: where that changes, nothing is taken away.
ALTER TABLE open_data_files ADD COLUMN until TIMESTAMP;
ALTER TABLE open_data_makings ADD COLUMN until TIMESTAMP;
