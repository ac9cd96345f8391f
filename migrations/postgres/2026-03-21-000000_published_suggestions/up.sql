-- The board on which suggestions stand that their residents publish; at most one.
ALTER TABLE boards ADD COLUMN takes_suggestions BOOLEAN NOT NULL DEFAULT FALSE;
CREATE UNIQUE INDEX boards_taking_suggestions ON boards (takes_suggestions) WHERE takes_suggestions;

-- Which topic a case became for everybody to read; the row goes when the resident takes that back.
CREATE TABLE published_suggestions (
    case_id BIGINT PRIMARY KEY NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    topic_id BIGINT NOT NULL UNIQUE REFERENCES topics (id),
    consent_id BIGINT NOT NULL REFERENCES consents (id) DEFERRABLE INITIALLY DEFERRED,
    -- When the resident agreed.
    sent_at TIMESTAMP NOT NULL,
    -- When it became public for the first time.
    published_at TIMESTAMP
);
CREATE INDEX published_suggestions_by_time ON published_suggestions (published_at, topic_id);
CREATE INDEX published_suggestions_consent ON published_suggestions (consent_id);
