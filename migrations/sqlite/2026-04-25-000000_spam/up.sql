-- How much a text looked like spam when it was sent, and why; the bands are keyed hashes by which the
-- same text is known again for a week, and from which no word can be read.
CREATE TABLE spam_scores (
    post_id BIGINT PRIMARY KEY NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    score INTEGER NOT NULL,
    reasons TEXT NOT NULL,
    band_a BIGINT,
    band_b BIGINT,
    made_at TIMESTAMP NOT NULL
);
CREATE INDEX spam_scores_by_band_a ON spam_scores (band_a, made_at);
CREATE INDEX spam_scores_by_band_b ON spam_scores (band_b, made_at);

-- In how many texts that moderators decided about the tokens of each bucket stood: one row.
CREATE TABLE spam_counts (
    id BIGINT PRIMARY KEY NOT NULL,
    spam_texts INTEGER NOT NULL,
    ham_texts INTEGER NOT NULL,
    key_version BLOB NOT NULL,
    buckets BLOB NOT NULL
);

-- What was learned from which post, so that it can be unlearned while its decision can be undone.
CREATE TABLE spam_lessons (
    post_id BIGINT PRIMARY KEY NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    is_spam BOOLEAN NOT NULL,
    buckets BLOB NOT NULL,
    on_day DATE NOT NULL
);
CREATE INDEX spam_lessons_by_day ON spam_lessons (on_day);
