DROP TABLE account_events;
DROP TABLE daily_counts;
