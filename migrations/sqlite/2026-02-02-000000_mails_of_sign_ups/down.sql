DROP INDEX outbox_sign_up;
ALTER TABLE outbox DROP COLUMN sign_up_id;
