-- Open data that is being made: whoever takes words away takes the mark as well, and what was
-- read before is not written.
CREATE TABLE open_data_makings (
    mark BLOB PRIMARY KEY NOT NULL,
    begun_at TIMESTAMP NOT NULL
);
