-- The reasons that moderators choose from, in both languages. Acts: none for every one, else as
-- words with commas between.
CREATE TABLE decision_reasons (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    words_zh TEXT NOT NULL,
    words_en TEXT NOT NULL,
    acts TEXT NOT NULL,
    position INTEGER NOT NULL,
    retired BOOLEAN NOT NULL,
    version INTEGER NOT NULL
);
CREATE UNIQUE INDEX decision_reasons_by_words ON decision_reasons (words_zh);
