-- Whose profile is linked to depends on whether what it says instead of what was hidden waits.
-- The program before: its changes are numbered as well, in their own transaction, and none fails by that.
CREATE CONSTRAINT TRIGGER pages_changed_by_new AFTER INSERT ON review_items
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.kind = 'held-again' AND NEW.profile_id IS NOT NULL) EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER UPDATE ON review_items
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ('held-again' IN (OLD.kind, NEW.kind)
        AND (OLD.profile_id IS NOT NULL OR NEW.profile_id IS NOT NULL)
        AND (NEW.kind, NEW.state, NEW.profile_id) IS DISTINCT FROM (OLD.kind, OLD.state, OLD.profile_id))
    EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed_by_gone AFTER DELETE ON review_items
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.kind = 'held-again' AND OLD.profile_id IS NOT NULL) EXECUTE FUNCTION any_page_changed();
