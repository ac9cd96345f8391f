DROP INDEX outbox_support_request;
ALTER TABLE outbox DROP COLUMN support_request_id;
DROP TABLE support_requests;
DROP TABLE support_marks;
DROP TABLE support_keys;
DROP TABLE supports;
DROP INDEX published_suggestions_by_support;
ALTER TABLE published_suggestions DROP COLUMN supporters;
