-- Which posts a post quotes, in any of its versions: what is masked there is masked here.
CREATE TABLE post_quotes (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    quoted_post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    quoted_version INTEGER NOT NULL,
    verified BOOLEAN NOT NULL,
    PRIMARY KEY (post_id, quoted_post_id, quoted_version)
);
CREATE INDEX post_quotes_by_quoted ON post_quotes (quoted_post_id);
-- Whom a post mentions: in its own words, in a quote, or only in an earlier version.
CREATE TABLE post_mentions (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    stands TEXT NOT NULL,
    PRIMARY KEY (post_id, account_id)
);
CREATE INDEX post_mentions_by_account ON post_mentions (account_id);
-- A quoting post as it was before what it quotes was masked by a moderator; goes with the original.
CREATE TABLE sealed_quotes (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    original_id BIGINT NOT NULL REFERENCES sealed_originals (id) ON DELETE CASCADE,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    original_sealed BLOB NOT NULL
);
CREATE INDEX sealed_quotes_by_original ON sealed_quotes (original_id);
CREATE INDEX sealed_quotes_by_post ON sealed_quotes (post_id);
-- Posts in which a newer pipeline found something; their authors are told when its run ends.
CREATE TABLE found_again (
    post_id BIGINT NOT NULL PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE
);
CREATE INDEX posts_by_pipeline ON posts (pipeline, id);
