-- Who of the city's people did what an entry of the ledger says, for administrators to look for; of residents
-- nothing. The sealed payload says the same, and `plaza verify` compares the two.
ALTER TABLE ledger_payloads ADD COLUMN by_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL;
CREATE INDEX ledger_payloads_by_actor ON ledger_payloads (by_id, number);
CREATE INDEX chain_links_by_kind ON chain_links (chain, kind, number);
-- When the city's people logged on, and in which way: no address and no browser. Of residents there is no row.
CREATE TABLE sign_ins (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    way TEXT NOT NULL,
    begun_at TIMESTAMP NOT NULL
);
CREATE INDEX sign_ins_by_account ON sign_ins (account_id, id);
CREATE INDEX sign_ins_by_time ON sign_ins (begun_at);
