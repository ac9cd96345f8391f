-- The appeal against what was imposed, and its answer, by their numbers in the ledger, where their words
-- lie sealed.
ALTER TABLE sanctions ADD COLUMN appealed_number INTEGER;
ALTER TABLE sanctions ADD COLUMN appealed_on DATE;
ALTER TABLE sanctions ADD COLUMN answered_number INTEGER;
ALTER TABLE sanctions ADD COLUMN granted BOOLEAN;
CREATE INDEX sanctions_appealed ON sanctions (appealed_number) WHERE answered_number IS NULL;
