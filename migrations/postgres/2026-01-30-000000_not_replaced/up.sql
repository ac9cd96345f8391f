-- TRUNCATE asks no trigger for DELETE.
CREATE TRIGGER policy_versions_stay_filled BEFORE TRUNCATE ON policy_versions FOR EACH STATEMENT EXECUTE FUNCTION policy_versions_kept();
