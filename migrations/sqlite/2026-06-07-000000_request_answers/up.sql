-- What a program was answered when it asked with an Idempotency-Key, for a day. Both hashes are keyed, and the
-- answer is sealed with a key that is made of the program's own: who has this row and the secret cannot read it.
CREATE TABLE request_answers (
    -- Of the key, of who asked and of the address; of what nobody's account asked also what it said.
    mark BLOB PRIMARY KEY NOT NULL,
    -- Of what was said.
    said BLOB NOT NULL,
    begun_at TIMESTAMP NOT NULL,
    -- None while it is being done, and of what was begun and never answered.
    answer BLOB
);
