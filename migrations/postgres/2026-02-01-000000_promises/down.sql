DROP INDEX data_requests_withdrawn;
ALTER TABLE data_requests DROP COLUMN withdraw_hash;
ALTER TABLE breaches DROP COLUMN event_id;
ALTER TABLE breaches DROP COLUMN reported_by;
ALTER TABLE breaches DROP COLUMN reported_as;
ALTER TABLE breaches DROP COLUMN reported_to;
ALTER TABLE breaches DROP COLUMN reported_at;
ALTER TABLE sealed_originals DROP COLUMN told;
ALTER TABLE approvals DROP COLUMN declined_because;
ALTER TABLE approvals DROP COLUMN declined_at;
ALTER TABLE approvals DROP COLUMN declined_by;
-- What is sealed cannot be opened here.
ALTER TABLE review_items ADD COLUMN decision_reason TEXT;
ALTER TABLE review_items DROP COLUMN decision_reason_sealed;
ALTER TABLE data_requests ADD COLUMN extended_because TEXT;
ALTER TABLE data_requests DROP COLUMN extended_because_sealed;
ALTER TABLE appeals ADD COLUMN answer TEXT;
ALTER TABLE appeals DROP COLUMN answer_sealed;
