-- What is sealed cannot be opened here.
ALTER TABLE approvals ADD COLUMN declined_because TEXT;
ALTER TABLE approvals DROP COLUMN declined_because_sealed;
