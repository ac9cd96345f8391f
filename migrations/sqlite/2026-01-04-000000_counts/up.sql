-- Figures of a day: pages by route, visitors, log-ons. Nobody stands in them.
CREATE TABLE daily_counts (
    day DATE NOT NULL,
    counted TEXT NOT NULL,
    route TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (day, counted, route)
);

-- What happened to an account, by the day, for its owner.
CREATE TABLE account_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    day DATE NOT NULL,
    event TEXT NOT NULL
);
CREATE INDEX account_events_account ON account_events (account_id, id);
CREATE INDEX account_events_day ON account_events (day);
