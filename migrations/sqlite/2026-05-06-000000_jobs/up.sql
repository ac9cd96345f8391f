-- The jobs that one node does for all: whose round it is and until when, and when the next is due.
CREATE TABLE jobs (
    name TEXT PRIMARY KEY NOT NULL,
    holder TEXT,
    leased_until TIMESTAMP,
    due_at TIMESTAMP NOT NULL,
    began_at TIMESTAMP,
    ended_at TIMESTAMP,
    failures INTEGER NOT NULL
);
