-- What a mail answers or tells of, so that whoever sent it is told where it does not arrive: a request about
-- personal data, or personal data that got out.
ALTER TABLE outbox ADD COLUMN request_id BIGINT REFERENCES data_requests (id) ON DELETE CASCADE;
ALTER TABLE outbox ADD COLUMN breach_id BIGINT REFERENCES breaches (id);
CREATE INDEX outbox_request ON outbox (request_id);
CREATE INDEX outbox_breach ON outbox (breach_id, state);

-- When a mail to who asked did not arrive, as far as is known, and why.
ALTER TABLE data_requests ADD COLUMN undelivered_at TIMESTAMP;
ALTER TABLE data_requests ADD COLUMN undelivered_because TEXT;
CREATE INDEX data_requests_undelivered ON data_requests (undelivered_at) WHERE undelivered_at IS NOT NULL;
