DROP TABLE spam_lessons;
DROP TABLE spam_counts;
DROP TABLE spam_scores;
