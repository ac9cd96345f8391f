-- How an account fares with the rules: its posts that stand, the decisions against it that stand, and
-- what it did on the day on which it last posted or flagged.
CREATE TABLE account_standing (
    account_id BIGINT PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    approved INTEGER NOT NULL,
    upheld INTEGER NOT NULL,
    day DATE,
    posts INTEGER NOT NULL,
    topics INTEGER NOT NULL,
    flags INTEGER NOT NULL
);
-- The decisions against accounts that stand, by their number in the ledger: each is given back once.
CREATE TABLE upheld_decisions (
    ledger_number INTEGER PRIMARY KEY NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE
);
CREATE INDEX upheld_decisions_of_account ON upheld_decisions (account_id);
-- What moderators imposed on accounts, by its number in the ledger, where the reason lies sealed. It
-- holds to the end of its last day, or ended earlier.
CREATE TABLE sanctions (
    ledger_number INTEGER PRIMARY KEY NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    imposed_on DATE NOT NULL,
    last_day DATE,
    ended_on DATE,
    ended_number INTEGER,
    CHECK (kind = 'warn' OR last_day IS NOT NULL)
);
CREATE INDEX sanctions_of_account ON sanctions (account_id, kind);
INSERT INTO account_standing (account_id, approved, upheld, posts, topics, flags)
SELECT account_id, count(*), 0, 0, 0, 0 FROM posts
WHERE state = 'published' AND account_id IS NOT NULL GROUP BY account_id;
-- A post counts while it is published, whoever brought it there and whatever takes it away.
CREATE FUNCTION posts_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO account_standing (account_id, approved, upheld, posts, topics, flags)
    VALUES (NEW.account_id, 1, 0, 0, 0, 0)
    ON CONFLICT (account_id) DO UPDATE SET approved = account_standing.approved + 1;
    RETURN NULL;
END
$$;
CREATE FUNCTION posts_stand_no_more() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE account_standing SET approved = approved - 1
    WHERE account_id = OLD.account_id AND approved > 0;
    RETURN NULL;
END
$$;
CREATE TRIGGER posts_stand_at_once AFTER INSERT ON posts FOR EACH ROW
    WHEN (NEW.state = 'published' AND NEW.account_id IS NOT NULL)
    EXECUTE FUNCTION posts_stand();
CREATE TRIGGER posts_stand AFTER UPDATE OF state ON posts FOR EACH ROW
    WHEN (OLD.state <> 'published' AND NEW.state = 'published' AND NEW.account_id IS NOT NULL)
    EXECUTE FUNCTION posts_stand();
CREATE TRIGGER posts_stand_no_more AFTER UPDATE OF state ON posts FOR EACH ROW
    WHEN (OLD.state = 'published' AND NEW.state <> 'published' AND OLD.account_id IS NOT NULL)
    EXECUTE FUNCTION posts_stand_no_more();
