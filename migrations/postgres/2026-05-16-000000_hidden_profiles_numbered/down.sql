DROP TRIGGER pages_changed_by_gone ON review_items;
DROP TRIGGER pages_changed ON review_items;
DROP TRIGGER pages_changed_by_new ON review_items;
