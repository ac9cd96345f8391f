DROP TRIGGER data_requests_stay_by_consent;
DROP TRIGGER data_requests_by_consent;
DROP INDEX data_requests_consent;
ALTER TABLE data_requests DROP COLUMN consent_id;
DELETE FROM consents WHERE request_id IS NOT NULL;
DROP INDEX consents_by_request;
ALTER TABLE consents DROP COLUMN request_id;
