-- Accounts and what lets a person prove who they are.
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name TEXT NOT NULL,
    name_is_personal BOOLEAN NOT NULL,
    email_sealed BLOB NOT NULL,
    email_index BLOB NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    language TEXT NOT NULL,
    rules_version TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE TABLE registrations (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_is_personal BOOLEAN NOT NULL,
    email_sealed BLOB NOT NULL,
    email_index BLOB NOT NULL,
    password_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    rules_version TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE TABLE account_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    email_sealed BLOB,
    email_index BLOB,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX account_tokens_by_account ON account_tokens (account_id);
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    token_hash BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    created_on DATE NOT NULL,
    last_used_on DATE NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account_id);
-- Failed attempts, keyed by a keyed hash of what was tried (an address, a case number).
CREATE TABLE throttles (
    key BLOB PRIMARY KEY NOT NULL,
    failures INTEGER NOT NULL,
    blocked_until TIMESTAMP,
    updated_at TIMESTAMP NOT NULL
);

-- The forum.
CREATE TABLE boards (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    description_zh TEXT NOT NULL,
    description_en TEXT NOT NULL,
    guest_posting BOOLEAN NOT NULL,
    position INTEGER NOT NULL
);
CREATE TABLE topics (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    board_id BIGINT NOT NULL REFERENCES boards (id),
    title TEXT NOT NULL,
    title_html TEXT NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    reply_count INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    active_at TIMESTAMP NOT NULL
);
CREATE INDEX topics_by_activity ON topics (board_id, state, active_at DESC, id DESC);
CREATE TABLE posts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    topic_id BIGINT NOT NULL REFERENCES topics (id),
    opens_topic BOOLEAN NOT NULL,
    reply_to BIGINT REFERENCES posts (id),
    account_id BIGINT REFERENCES accounts (id),
    guest_name TEXT,
    guest_name_is_personal BOOLEAN NOT NULL,
    guest_email TEXT,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    pipeline INTEGER NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    submission BLOB UNIQUE,
    created_at TIMESTAMP NOT NULL,
    edited_at TIMESTAMP
);
CREATE INDEX posts_by_topic ON posts (topic_id, state, id);
CREATE INDEX posts_by_account ON posts (account_id, state);
CREATE TABLE post_revisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    title TEXT,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (post_id, number)
);
-- Public personal data: each published finding of a post.
CREATE TABLE post_findings (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    kind TEXT NOT NULL,
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    confidence REAL NOT NULL,
    whose TEXT NOT NULL
);
CREATE INDEX post_findings_by_post ON post_findings (post_id);
CREATE TABLE review_items (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    decided_at TIMESTAMP,
    decided_by BIGINT REFERENCES accounts (id),
    decision_reason TEXT
);
CREATE INDEX review_items_open ON review_items (state, id);

-- Offices, and how suggestions find them.
CREATE TABLE offices (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    parent_id BIGINT REFERENCES offices (id)
);
CREATE TABLE office_members (
    office_id BIGINT NOT NULL REFERENCES offices (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (office_id, account_id)
);
CREATE TABLE categories (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    hint_zh TEXT NOT NULL,
    hint_en TEXT NOT NULL,
    due_days INTEGER NOT NULL,
    position INTEGER NOT NULL
);
CREATE TABLE districts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    position INTEGER NOT NULL
);
-- A rule without category and district is the fallback.
CREATE TABLE routing_rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    category_id BIGINT REFERENCES categories (id),
    district_id BIGINT REFERENCES districts (id)
);
CREATE UNIQUE INDEX routing_rules_one ON routing_rules (coalesce(category_id, 0), coalesce(district_id, 0));
CREATE TABLE routing_rule_offices (
    rule_id BIGINT NOT NULL REFERENCES routing_rules (id) ON DELETE CASCADE,
    office_id BIGINT NOT NULL REFERENCES offices (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (rule_id, office_id)
);

-- The suggestion box.
CREATE TABLE cases (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    reference TEXT NOT NULL UNIQUE,
    category_id BIGINT NOT NULL REFERENCES categories (id),
    district_id BIGINT NOT NULL REFERENCES districts (id),
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    place TEXT,
    contact_name_sealed BLOB,
    contact_email_sealed BLOB,
    contact_phone_sealed BLOB,
    share_contact BOOLEAN NOT NULL,
    publish BOOLEAN NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    confirmation TEXT NOT NULL,
    password_hash BLOB NOT NULL,
    submission BLOB UNIQUE,
    submission_digest BLOB,
    created_at TIMESTAMP NOT NULL,
    routed_at TIMESTAMP,
    due_on DATE
);
CREATE INDEX cases_by_confirmation ON cases (confirmation, created_at);
CREATE TABLE case_offices (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    office_id BIGINT NOT NULL REFERENCES offices (id),
    -- 0 is the responsible office.
    position INTEGER NOT NULL,
    PRIMARY KEY (case_id, office_id)
);
CREATE INDEX case_offices_by_office ON case_offices (office_id, case_id);
CREATE TABLE handling_records (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    office_id BIGINT REFERENCES offices (id),
    account_id BIGINT REFERENCES accounts (id),
    body TEXT,
    at TIMESTAMP NOT NULL,
    UNIQUE (case_id, number)
);
CREATE TABLE case_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    token_hash BLOB NOT NULL UNIQUE,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX case_tokens_by_case ON case_tokens (case_id);

-- What leaves by mail: written with its cause, delivered after.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    case_id BIGINT REFERENCES cases (id),
    recipient_sealed BLOB NOT NULL,
    content_sealed BLOB NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at TIMESTAMP NOT NULL,
    reply_sealed BLOB,
    created_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP
);
CREATE INDEX outbox_due ON outbox (state, next_attempt_at);
