-- What lists and daily rounds look for, which read whole tables so far.
CREATE INDEX cases_by_due ON cases (due_on, id);
CREATE INDEX cases_by_submission ON cases (created_at) WHERE submission IS NOT NULL;
CREATE INDEX outbox_by_case ON outbox (case_id, kind);
CREATE INDEX topics_latest ON topics (state, active_at DESC, id DESC);
CREATE INDEX review_items_by_post ON review_items (post_id, state);
CREATE INDEX appeals_by_post ON appeals (post_id);

-- A registration keeps its consent, as accounts, cases and posts do.
CREATE TRIGGER registrations_stay_by_consent BEFORE UPDATE ON registrations
WHEN NEW.consent_id IS NULL
BEGIN SELECT RAISE(ABORT, 'a registration needs a consent'); END;
