DROP TABLE case_watch_news;
DROP TABLE case_watches;
DROP TABLE digest_pending;
ALTER TABLE office_members DROP COLUMN digested_on;
ALTER TABLE office_members DROP COLUMN digest;
ALTER TABLE offices DROP COLUMN digest;
