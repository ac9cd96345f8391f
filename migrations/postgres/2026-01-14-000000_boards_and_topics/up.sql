-- Who may read a board, open topics on it and answer; guests only where guest_posting says so too.
ALTER TABLE boards ADD COLUMN read_by TEXT NOT NULL DEFAULT 'everybody';
ALTER TABLE boards ADD COLUMN open_by TEXT NOT NULL DEFAULT 'everybody';
ALTER TABLE boards ADD COLUMN answer_by TEXT NOT NULL DEFAULT 'everybody';
ALTER TABLE boards ADD COLUMN office_id BIGINT REFERENCES offices (id);
ALTER TABLE boards ADD COLUMN archived_at TIMESTAMP;
-- Grows with every change: two administrators at once do not undo each other's.
ALTER TABLE boards ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
-- Names that a board had in addresses; they lead to it for ever.
CREATE TABLE board_slugs (
    slug TEXT PRIMARY KEY NOT NULL,
    board_id BIGINT NOT NULL REFERENCES boards (id)
);

ALTER TABLE topics ADD COLUMN pinned_at TIMESTAMP;
-- The last day of the pin; none where it has no end.
ALTER TABLE topics ADD COLUMN pinned_until DATE;
ALTER TABLE topics ADD COLUMN locked_at TIMESTAMP;
-- Where the posts of a merged topic stand now; its address leads there.
ALTER TABLE topics ADD COLUMN merged_into BIGINT REFERENCES topics (id);
CREATE INDEX topics_merged ON topics (merged_into);
CREATE INDEX topics_pinned ON topics (board_id, pinned_at);
CREATE TABLE topic_tags (
    topic_id BIGINT NOT NULL REFERENCES topics (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (topic_id, tag)
);
CREATE INDEX topic_tags_by_tag ON topic_tags (tag, topic_id);
-- In which topics a post stood before it was split off: old links find it.
CREATE TABLE post_moves (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    topic_id BIGINT NOT NULL REFERENCES topics (id),
    PRIMARY KEY (post_id, topic_id)
);
CREATE INDEX post_moves_by_topic ON post_moves (topic_id);
-- A topic's posts stand in the order of their time, also where topics were merged.
CREATE INDEX posts_by_time ON posts (topic_id, created_at, id);
-- The office for which a post answers.
ALTER TABLE posts ADD COLUMN office_id BIGINT REFERENCES offices (id);
CREATE INDEX posts_by_office ON posts (office_id);

-- Which case came out of which topic.
CREATE TABLE crosslinks (
    case_id BIGINT PRIMARY KEY NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    topic_id BIGINT NOT NULL REFERENCES topics (id)
);
CREATE INDEX crosslinks_by_topic ON crosslinks (topic_id);
