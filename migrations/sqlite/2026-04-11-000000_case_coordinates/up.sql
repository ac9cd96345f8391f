-- Latitude and longitude of a case's place, where its resident gives them; they stay as the rest of it does.
ALTER TABLE cases ADD COLUMN coordinates TEXT;
DROP TRIGGER cases_stay;
CREATE TRIGGER cases_stay BEFORE UPDATE ON cases
WHEN NOT (
    NEW.id = OLD.id AND NEW.title = OLD.title AND NEW.body = OLD.body AND NEW.place IS OLD.place
    AND NEW.coordinates IS OLD.coordinates
    AND NEW.category_id = OLD.category_id AND NEW.district_id = OLD.district_id
    AND NEW.medium = OLD.medium AND NEW.received_on IS OLD.received_on AND NEW.created_at = OLD.created_at
)
BEGIN SELECT RAISE(ABORT, 'what a resident wrote is never changed'); END;
