-- Opinion polls. A text that a poll has not in a language is empty.
CREATE TABLE polls (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    topic_id BIGINT REFERENCES topics (id) ON DELETE SET NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    question_zh TEXT NOT NULL,
    question_en TEXT NOT NULL,
    opens_on DATE NOT NULL,
    closes_on DATE NOT NULL,
    created_by BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX polls_by_topic ON polls (topic_id);
-- The tally stands with the option: there are no ballots.
CREATE TABLE poll_options (
    poll_id BIGINT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    text_zh TEXT NOT NULL,
    text_en TEXT NOT NULL,
    votes INTEGER NOT NULL,
    PRIMARY KEY (poll_id, number)
);
-- Who voted, as a keyed hash bound to the poll, in the order of the hashes: no id, no time,
-- no choice. Gone when the poll has closed.
CREATE TABLE poll_marks (
    mark BLOB PRIMARY KEY NOT NULL,
    poll_id BIGINT NOT NULL REFERENCES polls (id) ON DELETE CASCADE
) WITHOUT ROWID;

-- Figures about people, suppressed and rounded before they are written. Every total stands
-- here, a cell of a cross table only where it is shown; no `people` where it is not shown.
CREATE TABLE statistics_months (
    month DATE PRIMARY KEY NOT NULL,
    frozen_on DATE NOT NULL
);
CREATE TABLE statistics_cells (
    month DATE NOT NULL REFERENCES statistics_months (month),
    report TEXT NOT NULL,
    row_key TEXT NOT NULL,
    column_key TEXT NOT NULL,
    people INTEGER,
    PRIMARY KEY (month, report, row_key, column_key)
);
CREATE TRIGGER statistics_months_stay BEFORE UPDATE ON statistics_months BEGIN SELECT RAISE(ABORT, 'a closed month is frozen'); END;
CREATE TRIGGER statistics_months_remain BEFORE DELETE ON statistics_months BEGIN SELECT RAISE(ABORT, 'a closed month is frozen'); END;
CREATE TRIGGER statistics_cells_stay BEFORE UPDATE ON statistics_cells BEGIN SELECT RAISE(ABORT, 'a closed month is frozen'); END;
CREATE TRIGGER statistics_cells_remain BEFORE DELETE ON statistics_cells BEGIN SELECT RAISE(ABORT, 'a closed month is frozen'); END;

-- Events: announcements, and who signed up until the day on which that is erased.
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    body_zh TEXT NOT NULL,
    body_en TEXT NOT NULL,
    body_html_zh TEXT NOT NULL,
    body_html_en TEXT NOT NULL,
    place_zh TEXT NOT NULL,
    place_en TEXT NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    sign_up BOOLEAN NOT NULL,
    sign_up_until DATE,
    capacity INTEGER,
    erase_on DATE,
    organiser_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    cancelled BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX events_by_start ON events (starts_at, id);
CREATE TABLE event_sign_ups (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    event_id BIGINT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    name_sealed BLOB NOT NULL,
    email_sealed BLOB NOT NULL,
    email_index BLOB NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    notice_hash BLOB NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    signed_up_on DATE NOT NULL,
    -- The last day on which it is kept.
    last_day DATE NOT NULL,
    UNIQUE (event_id, email_index)
);
-- On which day an organiser looked at the list.
CREATE TABLE event_looks (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    event_id BIGINT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    account_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    day DATE NOT NULL
);

-- Campaign links, counted by the day and by nothing else.
CREATE TABLE campaign_links (
    code TEXT PRIMARY KEY NOT NULL,
    target TEXT NOT NULL,
    purpose TEXT NOT NULL,
    made_on DATE NOT NULL
);
CREATE TABLE campaign_days (
    code TEXT NOT NULL REFERENCES campaign_links (code) ON DELETE CASCADE,
    day DATE NOT NULL,
    visits INTEGER NOT NULL,
    PRIMARY KEY (code, day)
);

-- The anonymous open data, as it is given to everybody.
CREATE TABLE open_data_files (
    name TEXT PRIMARY KEY NOT NULL,
    content TEXT NOT NULL,
    made_on DATE NOT NULL
);
