-- Until when the address of a case can be confirmed, as it was when the case came: another number of days that is set
-- later neither cuts nor prolongs what its resident was told. None for a case of before, and for one that waits for
-- nothing; of those that wait it is reckoned from the day on which they came.
-- The program before writes none, and reckons all of them.
ALTER TABLE cases ADD COLUMN confirm_until TIMESTAMP;
CREATE INDEX cases_by_confirm_until ON cases (confirmation, confirm_until);
