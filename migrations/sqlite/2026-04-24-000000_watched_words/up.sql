-- Words and patterns that a text is looked through for before it is published, and what is done
-- where one stands in it: administrators keep them, and they are about nobody.
CREATE TABLE watched_words (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    effect TEXT NOT NULL,
    note TEXT NOT NULL,
    retired BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (kind, words)
);
