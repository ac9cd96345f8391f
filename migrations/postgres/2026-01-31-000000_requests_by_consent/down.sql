ALTER TABLE data_requests DROP CONSTRAINT data_requests_by_consent;
ALTER TABLE data_requests DROP COLUMN consent_id;
DELETE FROM consents WHERE request_id IS NOT NULL;
ALTER TABLE consents DROP COLUMN request_id;
