-- What search keeps of a public post: made by `search::Document`, gone with the post's publicity.
CREATE TABLE search_texts (
    post_id BIGINT PRIMARY KEY NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    title_terms TEXT NOT NULL,
    terms TEXT NOT NULL,
    version INTEGER NOT NULL
);
-- Terms are separated by spaces and hold letters and figures alone; `ascii` leaves all others as they are.
CREATE VIRTUAL TABLE search_index USING fts5(
    title_terms, terms,
    content = 'search_texts', content_rowid = 'post_id',
    tokenize = 'ascii', detail = 'column'
);
-- What is taken out is overwritten at once, not at some later merge.
INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER search_texts_come AFTER INSERT ON search_texts BEGIN
    INSERT INTO search_index (rowid, title_terms, terms)
    VALUES (new.post_id, new.title_terms, new.terms);
END;
CREATE TRIGGER search_texts_go AFTER DELETE ON search_texts BEGIN
    INSERT INTO search_index (search_index, rowid, title_terms, terms)
    VALUES ('delete', old.post_id, old.title_terms, old.terms);
END;
CREATE TRIGGER search_texts_change AFTER UPDATE ON search_texts BEGIN
    INSERT INTO search_index (search_index, rowid, title_terms, terms)
    VALUES ('delete', old.post_id, old.title_terms, old.terms);
    INSERT INTO search_index (rowid, title_terms, terms)
    VALUES (new.post_id, new.title_terms, new.terms);
END;
-- The filter by an author's name.
CREATE INDEX accounts_by_name ON accounts (name);
CREATE INDEX posts_by_guest_name ON posts (guest_name) WHERE guest_name IS NOT NULL;
