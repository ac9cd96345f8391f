-- Whether whoever handles the case was told so, or need not be: they took it themselves.
ALTER TABLE case_assignees ADD COLUMN told BOOLEAN NOT NULL DEFAULT TRUE;
CREATE INDEX case_assignees_by_told ON case_assignees (told, account_id);
