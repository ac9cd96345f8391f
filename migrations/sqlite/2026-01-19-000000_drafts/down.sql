DROP INDEX attachments_by_draft;
ALTER TABLE attachments DROP COLUMN draft_id;
DROP TABLE drafts;
