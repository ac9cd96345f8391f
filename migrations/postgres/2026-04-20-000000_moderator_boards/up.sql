-- The boards that a moderator decides about; one without rows decides about every board. That a
-- board goes would so widen somebody's reach: it cannot go before its rows.
CREATE TABLE moderator_boards (
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    board_id BIGINT NOT NULL REFERENCES boards (id),
    PRIMARY KEY (account_id, board_id)
);
