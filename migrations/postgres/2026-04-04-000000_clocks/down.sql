ALTER TABLE case_offices DROP COLUMN escalated_for;
ALTER TABLE case_offices DROP COLUMN reminded_for;
DROP TABLE calendar_days;
