DROP TABLE post_decisions;
