-- The promised day that had passed when the case was given to another office, and a later one came in its place.
ALTER TABLE cases ADD COLUMN missed_on DATE;
