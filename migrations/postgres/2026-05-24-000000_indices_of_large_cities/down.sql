DROP INDEX topics_counted;
DROP INDEX posts_openings;
DROP INDEX posts_official;
DROP INDEX posts_by_month;
