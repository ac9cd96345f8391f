-- What search keeps of a public post: made by `search::Document`, gone with the post's publicity.
CREATE TABLE search_texts (
    post_id BIGINT PRIMARY KEY NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    title_terms TEXT NOT NULL,
    terms TEXT NOT NULL,
    version INTEGER NOT NULL
);
-- Terms are separated by spaces. They are lexemes already: no configuration of the server's touches them.
CREATE INDEX search_texts_by_term ON search_texts
    USING gin (array_to_tsvector(string_to_array(terms, ' ')));
CREATE INDEX search_texts_by_title_term ON search_texts
    USING gin (array_to_tsvector(string_to_array(title_terms, ' ')));
-- The filter by an author's name.
CREATE INDEX accounts_by_name ON accounts (name);
CREATE INDEX posts_by_guest_name ON posts (guest_name) WHERE guest_name IS NOT NULL;
