-- The day by which who has the account was told that the appeal is answered. What waits already gets a
-- day, too, for the lists are in that order: two weeks are ten working days.
ALTER TABLE sanctions ADD COLUMN due_on DATE;
UPDATE sanctions SET due_on = appealed_on + 14 WHERE appealed_number IS NOT NULL AND answered_number IS NULL;
UPDATE appeals SET due_on = CAST(created_at AS DATE) + 14 WHERE due_on IS NULL AND state = 'open';
CREATE INDEX sanctions_by_due ON sanctions (due_on, ledger_number) WHERE answered_number IS NULL;
CREATE INDEX appeals_by_due ON appeals (state, due_on, id);
