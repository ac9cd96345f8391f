CREATE OR REPLACE FUNCTION kept_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id = OLD.id AND NEW.title = OLD.title AND NEW.body = OLD.body
        AND NEW.place IS NOT DISTINCT FROM OLD.place
        AND NEW.category_id = OLD.category_id AND NEW.district_id = OLD.district_id
        AND NEW.medium = OLD.medium AND NEW.received_on IS NOT DISTINCT FROM OLD.received_on
        AND NEW.created_at = OLD.created_at
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'what a resident wrote is never changed';
END $$;
ALTER TABLE cases DROP COLUMN coordinates;
