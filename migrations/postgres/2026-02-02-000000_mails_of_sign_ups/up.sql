-- Whose sign-up a mail's link cancels: it is not sent once the link is worth nothing.
ALTER TABLE outbox ADD COLUMN sign_up_id BIGINT;
CREATE INDEX outbox_sign_up ON outbox (sign_up_id);
