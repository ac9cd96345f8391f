DROP INDEX posts_by_guest_name;
DROP INDEX accounts_by_name;
DROP TRIGGER search_texts_change;
DROP TRIGGER search_texts_go;
DROP TRIGGER search_texts_come;
DROP TABLE search_index;
DROP TABLE search_texts;
