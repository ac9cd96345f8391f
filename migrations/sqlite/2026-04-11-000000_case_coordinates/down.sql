DROP TRIGGER cases_stay;
ALTER TABLE cases DROP COLUMN coordinates;
CREATE TRIGGER cases_stay BEFORE UPDATE ON cases
WHEN NOT (
    NEW.id = OLD.id AND NEW.title = OLD.title AND NEW.body = OLD.body AND NEW.place IS OLD.place
    AND NEW.category_id = OLD.category_id AND NEW.district_id = OLD.district_id
    AND NEW.medium = OLD.medium AND NEW.received_on IS OLD.received_on AND NEW.created_at = OLD.created_at
)
BEGIN SELECT RAISE(ABORT, 'what a resident wrote is never changed'); END;
