-- Which lines of which erasure journals this database has carried out. A journal's first line
-- names it; a copy of the database knows where the journal stood when it was made.
CREATE TABLE erasure_lines (
    journal BLOB NOT NULL,
    line BLOB NOT NULL,
    PRIMARY KEY (journal, line)
) WITHOUT ROWID;
