-- What moderators say about the detector, counted: nothing here leads to a post or a person.
CREATE TABLE detector_feedback (
    day DATE NOT NULL,
    kind TEXT NOT NULL,
    verdict TEXT NOT NULL,
    detector INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, kind, verdict, detector)
);
-- Random tokens of forms that were sent, for two days: the same form counts once.
CREATE TABLE spent_forms (
    token_hash BLOB PRIMARY KEY NOT NULL,
    day DATE NOT NULL
);
