DROP INDEX posts_by_pipeline;
DROP TABLE found_again;
DROP TABLE sealed_quotes;
DROP TABLE post_mentions;
DROP TABLE post_quotes;
