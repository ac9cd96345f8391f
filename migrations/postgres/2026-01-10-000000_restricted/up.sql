-- Set when the resident asked that a closed case be kept, but used no more.
ALTER TABLE cases ADD COLUMN restricted_on DATE;
