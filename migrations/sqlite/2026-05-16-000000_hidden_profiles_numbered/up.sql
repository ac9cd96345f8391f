-- Whose profile is linked to depends on whether what it says instead of what was hidden waits.
CREATE TRIGGER review_items_pages_insert AFTER INSERT ON review_items
WHEN new.kind = 'held-again' AND new.profile_id IS NOT NULL BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER review_items_pages_update AFTER UPDATE ON review_items
WHEN 'held-again' IN (old.kind, new.kind)
    AND (old.profile_id IS NOT NULL OR new.profile_id IS NOT NULL)
    AND (old.kind <> new.kind OR old.state <> new.state OR old.profile_id IS NOT new.profile_id) BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER review_items_pages_delete AFTER DELETE ON review_items
WHEN old.kind = 'held-again' AND old.profile_id IS NOT NULL BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
