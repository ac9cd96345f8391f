-- How often an office's members get its digest: `none`, `at-once`, `daily 8`, `weekly 1 8` (1 is Monday).
ALTER TABLE offices ADD COLUMN digest TEXT NOT NULL DEFAULT 'none';

-- What a member chose, also `paused`, in the office's stead; and the day of the last one.
ALTER TABLE office_members ADD COLUMN digest TEXT;
ALTER TABLE office_members ADD COLUMN digested_on DATE;

-- What happened to cases and waits for a member's digest, which takes it.
CREATE TABLE digest_pending (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    office_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    FOREIGN KEY (office_id, account_id) REFERENCES office_members (office_id, account_id) ON DELETE CASCADE
);
CREATE INDEX digest_pending_by_member ON digest_pending (office_id, account_id);
CREATE INDEX digest_pending_by_case ON digest_pending (case_id);

-- Cases that an account opened with their passwords and wants to be told of in its digest.
CREATE TABLE case_watches (
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    case_id BIGINT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    PRIMARY KEY (account_id, case_id)
);
CREATE INDEX case_watches_by_case ON case_watches (case_id);

-- What happened to them and waits for that digest, which takes it.
CREATE TABLE case_watch_news (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    FOREIGN KEY (account_id, case_id) REFERENCES case_watches (account_id, case_id) ON DELETE CASCADE
);
CREATE INDEX case_watch_news_by_watch ON case_watch_news (account_id, case_id);
