-- Days of which the city, or an office of its own, says whether it works on them.
CREATE TABLE calendar_days (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    office_id BIGINT REFERENCES offices (id),
    day DATE NOT NULL,
    works BOOLEAN NOT NULL,
    name TEXT NOT NULL
);
CREATE INDEX calendar_days_by_office ON calendar_days (office_id, day);

-- The due date of which an office was reminded, and the one after which the office above it was told.
ALTER TABLE case_offices ADD COLUMN reminded_for DATE;
ALTER TABLE case_offices ADD COLUMN escalated_for DATE;

-- When it ended; the years of the records schedule run from then. An answered case ends when it is closed.
ALTER TABLE cases ADD COLUMN ended_at TIMESTAMP;
