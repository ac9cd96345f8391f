ALTER TABLE decision_reasons DROP COLUMN teaches_spam;
