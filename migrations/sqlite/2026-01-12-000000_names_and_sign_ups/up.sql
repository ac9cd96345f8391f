-- The day on which an account's public name was last changed: the next change waits.
ALTER TABLE accounts ADD COLUMN name_changed_on DATE;

-- A sign-up stands on a consent and takes it along when it goes. One that was withdrawn is
-- untied before and stays, of nobody, until the day on which the sign-up would have gone.
ALTER TABLE consents ADD COLUMN sign_up_id BIGINT REFERENCES event_sign_ups (id) ON DELETE CASCADE;
ALTER TABLE consents ADD COLUMN last_day DATE;
CREATE INDEX consents_by_sign_up ON consents (sign_up_id);
ALTER TABLE event_sign_ups ADD COLUMN consent_id BIGINT REFERENCES consents (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX event_sign_ups_consent ON event_sign_ups (consent_id);
CREATE INDEX event_sign_ups_by_address ON event_sign_ups (email_index);

-- What was given before: version 0. Of the text that was shown, only the hash was kept then.
INSERT INTO notice_texts (hash, notice, version, language, body, first_shown_at)
    SELECT notice_hash, 'event-sign-up', 0, min(language), '', min(signed_up_on) || ' 00:00:00' FROM event_sign_ups GROUP BY notice_hash;
INSERT INTO consents (sign_up_id, basis, notice, notice_version, notice_hash, policy_version, given_at)
    SELECT id, 'consent', 'event-sign-up', 0, notice_hash, 0, signed_up_on || ' 00:00:00' FROM event_sign_ups;
UPDATE event_sign_ups SET consent_id = (SELECT c.id FROM consents c WHERE c.sign_up_id = event_sign_ups.id);
ALTER TABLE event_sign_ups DROP COLUMN notice_hash;

CREATE TRIGGER event_sign_ups_by_consent BEFORE INSERT ON event_sign_ups
WHEN NEW.consent_id IS NULL
BEGIN SELECT RAISE(ABORT, 'a sign-up needs a consent'); END;
CREATE TRIGGER event_sign_ups_stay_by_consent BEFORE UPDATE ON event_sign_ups
WHEN NEW.consent_id IS NULL
BEGIN SELECT RAISE(ABORT, 'a sign-up needs a consent'); END;
