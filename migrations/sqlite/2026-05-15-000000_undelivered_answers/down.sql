DROP INDEX data_requests_undelivered;
ALTER TABLE data_requests DROP COLUMN undelivered_because;
ALTER TABLE data_requests DROP COLUMN undelivered_at;
DROP INDEX outbox_breach;
DROP INDEX outbox_request;
ALTER TABLE outbox DROP COLUMN breach_id;
ALTER TABLE outbox DROP COLUMN request_id;
