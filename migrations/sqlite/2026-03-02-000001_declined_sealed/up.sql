-- Why a second person said no is covered words like its neighbours. What stands there already is
-- marked here, and sealed at the next start.
ALTER TABLE approvals ADD COLUMN declined_because_sealed BLOB;
UPDATE approvals SET declined_because_sealed = CAST('plain:' || declined_because AS BLOB) WHERE declined_because IS NOT NULL;
ALTER TABLE approvals DROP COLUMN declined_because;
