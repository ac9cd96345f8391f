-- The privacy policy: every version that was ever in force, and drafts of the next.
CREATE TABLE policy_versions (
    number INTEGER PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    text_zh TEXT NOT NULL,
    text_en TEXT NOT NULL,
    -- SHA-256 of the Chinese text, a zero byte, and the English text.
    hash BLOB NOT NULL,
    particulars_zh TEXT NOT NULL,
    particulars_en TEXT NOT NULL,
    effective_on DATE NOT NULL,
    published_at TIMESTAMP NOT NULL,
    CHECK (kind <> 'major' OR (trim(particulars_zh) <> '' AND trim(particulars_en) <> ''))
);
CREATE TRIGGER policy_versions_unchanged BEFORE UPDATE ON policy_versions
BEGIN SELECT RAISE(ABORT, 'a published policy is never changed'); END;
CREATE TRIGGER policy_versions_kept BEFORE DELETE ON policy_versions
BEGIN SELECT RAISE(ABORT, 'a published policy is never deleted'); END;
CREATE TABLE policy_drafts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL,
    text_zh TEXT NOT NULL,
    text_en TEXT NOT NULL,
    particulars_zh TEXT NOT NULL,
    particulars_en TEXT NOT NULL,
    effective_on DATE,
    updated_at TIMESTAMP NOT NULL
);
-- Who has put away the notice of a revision.
CREATE TABLE policy_dismissals (
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    number INTEGER NOT NULL REFERENCES policy_versions (number),
    PRIMARY KEY (account_id, number)
);

-- Every text that stood at a collection point, by the hash of what was shown.
CREATE TABLE notice_texts (
    hash BLOB PRIMARY KEY NOT NULL,
    notice TEXT NOT NULL,
    version INTEGER NOT NULL,
    language TEXT NOT NULL,
    body TEXT NOT NULL,
    first_shown_at TIMESTAMP NOT NULL
);
CREATE TABLE consents (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT REFERENCES accounts (id) ON DELETE CASCADE,
    case_id BIGINT REFERENCES cases (id) ON DELETE CASCADE,
    post_id BIGINT REFERENCES posts (id) ON DELETE CASCADE,
    basis TEXT NOT NULL,
    notice TEXT NOT NULL,
    notice_version INTEGER NOT NULL,
    notice_hash BLOB REFERENCES notice_texts (hash),
    policy_version INTEGER NOT NULL,
    given_at TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP
);
CREATE INDEX consents_by_account ON consents (account_id, notice);
CREATE INDEX consents_by_case ON consents (case_id);
CREATE INDEX consents_by_post ON consents (post_id);

ALTER TABLE accounts ADD COLUMN consent_id BIGINT REFERENCES consents (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE registrations ADD COLUMN consent_id BIGINT REFERENCES consents (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE cases ADD COLUMN contact_consent_id BIGINT REFERENCES consents (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE posts ADD COLUMN guest_consent_id BIGINT REFERENCES consents (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX accounts_consent ON accounts (consent_id);
CREATE INDEX registrations_consent ON registrations (consent_id);
CREATE INDEX cases_consent ON cases (contact_consent_id);
CREATE INDEX posts_consent ON posts (guest_consent_id);

-- What was given before consents had rows was given under the notices of that time: version 0.
INSERT INTO consents (account_id, basis, notice, notice_version, policy_version, given_at)
    SELECT id, 'consent', 'registration', 0, 0, created_at FROM accounts;
UPDATE accounts SET consent_id = (SELECT c.id FROM consents c WHERE c.account_id = accounts.id);
INSERT INTO consents (case_id, basis, notice, notice_version, policy_version, given_at)
    SELECT id, 'consent', 'suggestion', 0, 0, created_at FROM cases
    WHERE contact_name_sealed IS NOT NULL OR contact_email_sealed IS NOT NULL OR contact_phone_sealed IS NOT NULL;
UPDATE cases SET contact_consent_id = (SELECT c.id FROM consents c WHERE c.case_id = cases.id);
INSERT INTO consents (post_id, basis, notice, notice_version, policy_version, given_at)
    SELECT id, 'consent', 'guest-post', 0, 0, created_at FROM posts WHERE guest_email IS NOT NULL;
UPDATE posts SET guest_consent_id = (SELECT c.id FROM consents c WHERE c.post_id = posts.id);
-- A registration waits a day at most; whoever is caught between the versions asks again.
DELETE FROM registrations;

-- No personal data without a consent or a duty on record.
CREATE TRIGGER accounts_by_consent BEFORE INSERT ON accounts
WHEN NEW.consent_id IS NULL
BEGIN SELECT RAISE(ABORT, 'an account needs a consent'); END;
CREATE TRIGGER accounts_stay_by_consent BEFORE UPDATE ON accounts
WHEN NEW.consent_id IS NULL
BEGIN SELECT RAISE(ABORT, 'an account needs a consent'); END;
CREATE TRIGGER registrations_by_consent BEFORE INSERT ON registrations
WHEN NEW.consent_id IS NULL
BEGIN SELECT RAISE(ABORT, 'a registration needs a consent'); END;
CREATE TRIGGER cases_by_consent BEFORE INSERT ON cases
WHEN NEW.contact_consent_id IS NULL AND (NEW.contact_name_sealed IS NOT NULL OR NEW.contact_email_sealed IS NOT NULL OR NEW.contact_phone_sealed IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'contact details need a consent'); END;
CREATE TRIGGER cases_stay_by_consent BEFORE UPDATE ON cases
WHEN NEW.contact_consent_id IS NULL AND (NEW.contact_name_sealed IS NOT NULL OR NEW.contact_email_sealed IS NOT NULL OR NEW.contact_phone_sealed IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'contact details need a consent'); END;
CREATE TRIGGER posts_by_consent BEFORE INSERT ON posts
WHEN NEW.guest_consent_id IS NULL AND NEW.guest_email IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a public e-mail address needs a consent'); END;
CREATE TRIGGER posts_stay_by_consent BEFORE UPDATE ON posts
WHEN NEW.guest_consent_id IS NULL AND NEW.guest_email IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a public e-mail address needs a consent'); END;
