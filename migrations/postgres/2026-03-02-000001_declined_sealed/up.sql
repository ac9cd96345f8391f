-- Why a second person said no is covered words like its neighbours. What stands there already is
-- marked here, and sealed at the next start.
ALTER TABLE approvals ADD COLUMN declined_because_sealed BYTEA;
UPDATE approvals SET declined_because_sealed = convert_to('plain:' || declined_because, 'UTF8') WHERE declined_because IS NOT NULL;
ALTER TABLE approvals DROP COLUMN declined_because;
