-- What was asked for twice, by a keyed hash of the form's id, of who sent it and of what it said.
CREATE TABLE submissions (
    key BYTEA PRIMARY KEY NOT NULL,
    -- Of what it made.
    number BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
