DROP INDEX attachments_by_place;
CREATE INDEX attachments_by_post ON attachments (post_id);
