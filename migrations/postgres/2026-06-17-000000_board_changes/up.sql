-- What administrators changed of boards, each change with what stood before it, by which the newest is taken back.
-- It is about nobody: who changed it lies in the ledger beside the entry.
-- The program before changes boards without a row here: what it changed is then not told of, and is not taken back.
CREATE TABLE board_changes (
    board_id BIGINT NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    -- The board's, from the change on.
    version INTEGER NOT NULL,
    -- None where the board was added.
    was TEXT,
    -- The version that this one takes back.
    undoes INTEGER,
    entry INTEGER NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    PRIMARY KEY (board_id, version)
);
