DROP INDEX posts_by_guest_name;
DROP INDEX accounts_by_name;
DROP TABLE search_texts;
