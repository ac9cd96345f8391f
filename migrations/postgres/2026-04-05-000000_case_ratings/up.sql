-- The first answer of a case, of which its resident is asked once how it was; and what they gave.
-- The link's hash goes when its time is over, the stars when the figures of their month are frozen.
CREATE TABLE case_ratings (
    case_id BIGINT PRIMARY KEY NOT NULL REFERENCES cases (id),
    office_id BIGINT NOT NULL REFERENCES offices (id),
    asked_on DATE NOT NULL,
    due_on DATE,
    token_hash BYTEA UNIQUE,
    stars INTEGER CHECK (stars BETWEEN 1 AND 5),
    rated_on DATE
);
CREATE INDEX case_ratings_by_day ON case_ratings (asked_on);
CREATE INDEX case_ratings_by_day_rated ON case_ratings (rated_on);
