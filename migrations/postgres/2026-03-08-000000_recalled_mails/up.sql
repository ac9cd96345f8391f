-- A mail that is on its way, and whether it is recalled meanwhile.
ALTER TABLE outbox ADD COLUMN lease TEXT;
