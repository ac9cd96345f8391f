-- What a member of an office answered by mail, until it is sent or dropped.
CREATE TABLE answer_drafts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    shown_sealed BLOB NOT NULL,
    mail_sealed BLOB NOT NULL,
    received_at TIMESTAMP NOT NULL
);
CREATE INDEX answer_drafts_by_case ON answer_drafts (case_id);
CREATE INDEX answer_drafts_by_account ON answer_drafts (account_id);
CREATE INDEX answer_drafts_by_time ON answer_drafts (received_at);

-- Mails that came in and have no place yet: a person looks at them.
CREATE TABLE unplaced_mails (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    reason TEXT NOT NULL,
    size BIGINT NOT NULL,
    head_sealed BLOB NOT NULL,
    mail_sealed BLOB NOT NULL,
    received_at TIMESTAMP NOT NULL
);
CREATE INDEX unplaced_mails_by_time ON unplaced_mails (received_at);

-- Who read which of them, and on which day.
CREATE TABLE unplaced_looks (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    mail_id BIGINT NOT NULL REFERENCES unplaced_mails (id) ON DELETE CASCADE,
    account_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    day DATE NOT NULL
);
CREATE INDEX unplaced_looks_by_mail ON unplaced_looks (mail_id, day);

-- Whether a member's reply to a case is sent at once, or waits as a draft.
ALTER TABLE offices ADD COLUMN replies_send TEXT NOT NULL DEFAULT 'draft';
