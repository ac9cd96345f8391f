-- A review item is about a post or about somebody's profile.
ALTER TABLE review_items ADD COLUMN about_post BIGINT REFERENCES posts (id) ON DELETE CASCADE;
UPDATE review_items SET about_post = post_id;
DROP INDEX review_items_by_post;
ALTER TABLE review_items DROP COLUMN post_id;
ALTER TABLE review_items RENAME COLUMN about_post TO post_id;
CREATE INDEX review_items_by_post ON review_items (post_id, state);
ALTER TABLE review_items ADD COLUMN profile_id BIGINT REFERENCES accounts (id) ON DELETE CASCADE;
CREATE INDEX review_items_by_profile ON review_items (profile_id, state);
-- How many flags it gathered.
ALTER TABLE review_items ADD COLUMN flags INTEGER NOT NULL DEFAULT 0;

-- What readers report. A thing has one open item, whose flags are numbered.
CREATE TABLE flags (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    item_id BIGINT REFERENCES review_items (id) ON DELETE SET NULL,
    number INTEGER NOT NULL,
    account_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    by_member BOOLEAN NOT NULL,
    post_id BIGINT REFERENCES posts (id) ON DELETE SET NULL,
    profile_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    reason TEXT NOT NULL,
    words_sealed BLOB,
    outcome TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    settled_at TIMESTAMP,
    seen BOOLEAN NOT NULL,
    -- What somebody wrote is kept upon a consent alone.
    consent_id BIGINT REFERENCES consents (id) DEFERRABLE INITIALLY DEFERRED CONSTRAINT flags_by_consent CHECK (words_sealed IS NULL OR coalesce(consent_id, 0) > 0)
);
CREATE INDEX flags_by_item ON flags (item_id, number);
CREATE INDEX flags_by_account ON flags (account_id, settled_at);
CREATE INDEX flags_by_post ON flags (post_id, outcome);
CREATE INDEX flags_by_profile ON flags (profile_id, outcome);
CREATE INDEX flags_by_end ON flags (settled_at);
CREATE INDEX flags_consent ON flags (consent_id);
ALTER TABLE consents ADD COLUMN flag_id BIGINT REFERENCES flags (id) ON DELETE CASCADE;
CREATE INDEX consents_by_flag ON consents (flag_id);

-- On which days a moderator read the words of a flag, for who wrote them.
CREATE TABLE flag_looks (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    flag_id BIGINT NOT NULL REFERENCES flags (id) ON DELETE CASCADE,
    account_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    day DATE NOT NULL
);
CREATE INDEX flag_looks_by_flag ON flag_looks (flag_id, day);
