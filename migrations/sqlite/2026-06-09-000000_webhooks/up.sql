-- Where events are delivered to, as administrators say it. The secret signs what is delivered, and while it is
-- exchanged the one before signs as well.
CREATE TABLE webhook_endpoints (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    url TEXT NOT NULL,
    description TEXT NOT NULL,
    secret_sealed BLOB NOT NULL,
    old_secret_sealed BLOB,
    old_secret_until TIMESTAMP,
    enabled BOOLEAN NOT NULL,
    off_because TEXT,
    failures INTEGER NOT NULL,
    failing_since TIMESTAMP,
    resting_until TIMESTAMP,
    ledger_number INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);

-- Of which events each is told.
CREATE TABLE webhook_kinds (
    endpoint_id BIGINT NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    PRIMARY KEY (endpoint_id, kind)
);

-- An event on its way to an endpoint. What it says is made when it leaves: here stands of what it tells.
CREATE TABLE webhook_deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    endpoint_id BIGINT NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    subject BIGINT NOT NULL,
    detail TEXT NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    tried_since TIMESTAMP NOT NULL,
    next_attempt_at TIMESTAMP NOT NULL,
    tried_at TIMESTAMP,
    status INTEGER,
    failure TEXT,
    ended_at TIMESTAMP
);
CREATE INDEX webhook_deliveries_state ON webhook_deliveries (state, next_attempt_at);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, state, next_attempt_at);
CREATE INDEX webhook_deliveries_endpoint ON webhook_deliveries (endpoint_id, id);
CREATE INDEX webhook_deliveries_happened ON webhook_deliveries (happened_at);
