-- What came from another forum, by its name there: an import that runs again takes nothing twice,
-- and what was erased here since is not brought back.
CREATE TABLE imported (
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    external TEXT NOT NULL,
    id BIGINT NOT NULL,
    PRIMARY KEY (source, kind, external)
);
