-- Where a case goes on that is about the same as another; merged: its resident gets that one's answer.
CREATE TABLE case_duplicates (
    case_id BIGINT PRIMARY KEY NOT NULL REFERENCES cases (id),
    main_id BIGINT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    merged BOOLEAN NOT NULL
);
CREATE INDEX case_duplicates_by_main ON case_duplicates (main_id);
CREATE INDEX cases_by_state ON cases (state, id);

-- Words with which an answer can begin, of a category or of all.
CREATE TABLE answer_templates (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    category_id BIGINT REFERENCES categories (id),
    language TEXT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX answer_templates_by_category ON answer_templates (category_id);
