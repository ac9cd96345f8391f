ALTER TABLE offices DROP COLUMN replies_send;
DROP TABLE unplaced_looks;
DROP TABLE unplaced_mails;
DROP TABLE answer_drafts;
