-- What is decided in a room of its own waits in the queue as well: an appeal, an appeal against what was
-- imposed on an account, a request by somebody who is named in a post. By when it is to be answered, and
-- who decided first and so does not decide again.
ALTER TABLE review_items ADD COLUMN appeal_id BIGINT REFERENCES appeals (id) ON DELETE CASCADE;
ALTER TABLE review_items ADD COLUMN sanction_number INTEGER REFERENCES sanctions (ledger_number) ON DELETE CASCADE;
ALTER TABLE review_items ADD COLUMN request_id BIGINT REFERENCES data_requests (id) ON DELETE CASCADE;
ALTER TABLE review_items ADD COLUMN due_on DATE;
ALTER TABLE review_items ADD COLUMN barred_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL;
CREATE UNIQUE INDEX review_items_by_appeal ON review_items (appeal_id);
CREATE UNIQUE INDEX review_items_by_sanction ON review_items (sanction_number);
CREATE UNIQUE INDEX review_items_by_request ON review_items (request_id);
CREATE INDEX review_items_barred ON review_items (barred_id);
CREATE INDEX review_items_due ON review_items (state, due_on);

-- What waits already. Where no day is known, the program puts it in, and who imposed what is sealed.
INSERT INTO review_items (kind, appeal_id, flags, state, created_at, urgency, due_on, barred_id)
SELECT 'appeal', id, 0, 'open', created_at, 35, due_on, moderator_id FROM appeals WHERE state = 'open' ORDER BY id;
INSERT INTO review_items (kind, sanction_number, flags, state, created_at, urgency)
SELECT 'sanction-appeal', sanctions.ledger_number, 0, 'open', chain_links.at, 35 FROM sanctions
JOIN chain_links ON chain_links.chain = 0 AND chain_links.number = sanctions.appealed_number
WHERE sanctions.answered_number IS NULL ORDER BY sanctions.ledger_number;
INSERT INTO review_items (kind, request_id, flags, state, created_at, urgency, due_on)
SELECT 'request', id, 0, 'open', created_at, 65, due_on FROM data_requests
WHERE state = 'open' AND kind = 'named' AND post_id IS NOT NULL ORDER BY id;
