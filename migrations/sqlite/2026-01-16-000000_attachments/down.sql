DROP TABLE attachment_discards;
DROP TABLE attachments;
