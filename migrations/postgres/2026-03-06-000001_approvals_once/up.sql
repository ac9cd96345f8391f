-- Asked again after it waited in vain.
ALTER TABLE approvals ADD COLUMN lapsed BOOLEAN NOT NULL DEFAULT FALSE;
-- What somebody asked for twice while it waited, waits once.
UPDATE approvals SET lapsed = TRUE
WHERE approved_at IS NULL AND declined_at IS NULL AND EXISTS (
    SELECT 1 FROM approvals AS later
    WHERE later.id > approvals.id
        AND later.act = approvals.act
        AND later.agency = approvals.agency
        AND later.document = approvals.document
        AND later.requested_by = approvals.requested_by
        AND later.approved_at IS NULL AND later.declined_at IS NULL
);
CREATE UNIQUE INDEX approvals_wait_once ON approvals (act, agency, document, requested_by)
WHERE approved_at IS NULL AND declined_at IS NULL AND lapsed = FALSE;
