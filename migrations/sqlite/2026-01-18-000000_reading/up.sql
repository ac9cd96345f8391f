-- The number by which a post became public: what appears later has a greater one, whenever it was
-- written. None until it is public for the first time.
ALTER TABLE posts ADD COLUMN appeared BIGINT;
UPDATE posts SET appeared = id WHERE state IN ('published', 'hidden', 'erased');
CREATE INDEX posts_appeared ON posts (appeared);
CREATE INDEX posts_by_appearance ON posts (topic_id, appeared);

-- Who asked that it be remembered how far they have read; what is remembered goes with this row.
CREATE TABLE reading_trackers (
    account_id BIGINT PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    consent_id BIGINT NOT NULL REFERENCES consents (id) ON DELETE CASCADE,
    -- What had appeared when they asked counts as read.
    position BIGINT NOT NULL
);
CREATE INDEX reading_trackers_by_consent ON reading_trackers (consent_id);
-- How far somebody has read in a topic. No time.
CREATE TABLE topic_reads (
    account_id BIGINT NOT NULL REFERENCES reading_trackers (account_id) ON DELETE CASCADE,
    topic_id BIGINT NOT NULL REFERENCES topics (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (account_id, topic_id)
);
CREATE INDEX topic_reads_by_topic ON topic_reads (topic_id);
-- Up to where a whole board counts as read.
CREATE TABLE board_reads (
    account_id BIGINT NOT NULL REFERENCES reading_trackers (account_id) ON DELETE CASCADE,
    board_id BIGINT NOT NULL REFERENCES boards (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (account_id, board_id)
);

-- Topics and boards of which an account wants to hear more, or nothing.
CREATE TABLE watches (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    topic_id BIGINT REFERENCES topics (id),
    board_id BIGINT REFERENCES boards (id),
    level TEXT NOT NULL,
    CHECK ((topic_id IS NULL) <> (board_id IS NULL)),
    UNIQUE (account_id, topic_id),
    UNIQUE (account_id, board_id)
);
CREATE INDEX watches_by_topic ON watches (topic_id);
CREATE INDEX watches_by_board ON watches (board_id);

-- Of which posts an account is told, and why. Nothing of a post is copied.
CREATE TABLE notifications (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    day DATE NOT NULL,
    seen BOOLEAN NOT NULL,
    mailed BOOLEAN NOT NULL,
    -- The digest that has not left yet.
    outbox_id BIGINT REFERENCES outbox (id) ON DELETE SET NULL,
    UNIQUE (post_id, account_id)
);
CREATE INDEX notifications_by_account ON notifications (account_id, seen, id);
CREATE INDEX notifications_by_outbox ON notifications (outbox_id);
CREATE INDEX notifications_by_day ON notifications (day);
-- The day of the last digest; at most one a day.
ALTER TABLE account_preferences ADD COLUMN digested_on DATE;
CREATE INDEX account_preferences_by_digest ON account_preferences (digest, digested_on);

CREATE TABLE bookmarks (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    UNIQUE (account_id, post_id)
);
CREATE INDEX bookmarks_by_post ON bookmarks (post_id);

-- Who reacted is shown to nobody else; the totals are.
CREATE TABLE reactions (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    PRIMARY KEY (post_id, account_id, kind)
);
CREATE INDEX reactions_by_account ON reactions (account_id);

-- What an account chose to make public of itself; without a row, nothing but its name.
CREATE TABLE profiles (
    account_id BIGINT PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    about TEXT,
    about_html TEXT,
    about_language TEXT,
    pipeline INTEGER NOT NULL,
    shows_since BOOLEAN NOT NULL,
    shows_count BOOLEAN NOT NULL,
    shows_posts BOOLEAN NOT NULL
);
CREATE INDEX profiles_by_pipeline ON profiles (pipeline);
