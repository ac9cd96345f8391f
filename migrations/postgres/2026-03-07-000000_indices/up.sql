-- What lists and daily rounds look for, which read whole tables so far.
CREATE INDEX cases_by_due ON cases (due_on, id);
CREATE INDEX cases_by_submission ON cases (created_at) WHERE submission IS NOT NULL;
CREATE INDEX outbox_by_case ON outbox (case_id, kind);
CREATE INDEX topics_latest ON topics (state, active_at DESC, id DESC);
CREATE INDEX review_items_by_post ON review_items (post_id, state);
CREATE INDEX appeals_by_post ON appeals (post_id);
