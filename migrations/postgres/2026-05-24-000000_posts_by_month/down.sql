DROP INDEX posts_by_month;
