-- What administrators set on pages, each change a row of its own: of a setting the newest holds, for what the
-- configuration leaves open. Without a value what ships holds again. It is about nobody: who set it, and why, lies in
-- the ledger beside the entry.
CREATE TABLE settings (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    setting TEXT NOT NULL,
    version INTEGER NOT NULL,
    value TEXT,
    -- The version that this one takes back.
    undoes INTEGER,
    entry INTEGER NOT NULL,
    set_at TIMESTAMP NOT NULL,
    UNIQUE (setting, version)
);

-- The city's logo as it is and as it was, by the hash of its bytes.
CREATE TABLE setting_pictures (
    hash TEXT PRIMARY KEY NOT NULL,
    ending TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes BLOB NOT NULL
);

-- Any page may show what is set.
-- The program before: it names neither table, so that none of its changes meets these.
CREATE TRIGGER settings_pages_insert AFTER INSERT ON settings BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER settings_pages_update AFTER UPDATE ON settings BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER settings_pages_delete AFTER DELETE ON settings BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
