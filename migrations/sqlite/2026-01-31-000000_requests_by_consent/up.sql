-- An address that is given with a request is given at a notice.
ALTER TABLE consents ADD COLUMN request_id BIGINT REFERENCES data_requests (id) ON DELETE CASCADE;
CREATE INDEX consents_by_request ON consents (request_id);
ALTER TABLE data_requests ADD COLUMN consent_id BIGINT REFERENCES consents (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX data_requests_consent ON data_requests (consent_id);

-- What was given before was given under the notice of that time: version 0.
INSERT INTO consents (request_id, basis, notice, notice_version, policy_version, given_at)
    SELECT id, 'consent', 'about-me', 0, 0, created_at FROM data_requests WHERE contact_sealed IS NOT NULL;
UPDATE data_requests SET consent_id = (SELECT c.id FROM consents c WHERE c.request_id = data_requests.id);

CREATE TRIGGER data_requests_by_consent BEFORE INSERT ON data_requests
WHEN NEW.consent_id IS NULL AND NEW.contact_sealed IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an address needs a consent'); END;
CREATE TRIGGER data_requests_stay_by_consent BEFORE UPDATE ON data_requests
WHEN NEW.consent_id IS NULL AND NEW.contact_sealed IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an address needs a consent'); END;
