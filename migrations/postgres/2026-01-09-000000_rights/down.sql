DROP TABLE data_requests;
DROP INDEX outbox_by_recipient;
ALTER TABLE outbox DROP COLUMN recipient_index;
