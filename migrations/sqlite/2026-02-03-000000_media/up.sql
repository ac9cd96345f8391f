-- How a case reached the city and, where staff entered it, on which day.
ALTER TABLE cases ADD COLUMN medium TEXT NOT NULL DEFAULT 'web';
ALTER TABLE cases ADD COLUMN received_on DATE;
