-- The files of a case's records; their bytes lie in the object store. Two cases of the same matter
-- may have the same object.
CREATE TABLE case_files (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    record INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    size BIGINT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    object TEXT NOT NULL,
    hash BLOB NOT NULL,
    token_hash BLOB UNIQUE,
    created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX case_files_by_place ON case_files (case_id, record, position);
CREATE INDEX case_files_by_object ON case_files (object);
