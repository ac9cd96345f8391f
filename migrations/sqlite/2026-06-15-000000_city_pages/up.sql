-- Pages of the operator's own: what everybody reads is one version of each, or none.
CREATE TABLE city_pages (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL,
    in_foot BOOLEAN NOT NULL,
    in_sitemap BOOLEAN NOT NULL,
    newest INTEGER NOT NULL,
    shown INTEGER,
    published_at TIMESTAMP,
    changes INTEGER NOT NULL
);
CREATE INDEX city_pages_in_order ON city_pages (position, id);
-- Each version as it was kept; none is changed.
CREATE TABLE city_page_revisions (
    page_id BIGINT NOT NULL REFERENCES city_pages (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    body_zh TEXT NOT NULL,
    body_en TEXT NOT NULL,
    body_html_zh TEXT NOT NULL,
    body_html_en TEXT NOT NULL,
    made_by BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    made_at TIMESTAMP NOT NULL,
    PRIMARY KEY (page_id, number)
);
-- Each page's foot may lead to one of them.
CREATE TRIGGER city_pages_pages_insert AFTER INSERT ON city_pages BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER city_pages_pages_update AFTER UPDATE ON city_pages BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER city_pages_pages_delete AFTER DELETE ON city_pages BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER city_page_revisions_pages_insert AFTER INSERT ON city_page_revisions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER city_page_revisions_pages_update AFTER UPDATE ON city_page_revisions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER city_page_revisions_pages_delete AFTER DELETE ON city_page_revisions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
