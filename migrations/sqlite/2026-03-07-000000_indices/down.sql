DROP TRIGGER registrations_stay_by_consent;
DROP INDEX appeals_by_post;
DROP INDEX review_items_by_post;
DROP INDEX topics_latest;
DROP INDEX outbox_by_case;
DROP INDEX cases_by_submission;
DROP INDEX cases_by_due;
