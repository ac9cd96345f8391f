DROP TABLE sign_ins;
DROP INDEX chain_links_by_kind;
DROP INDEX ledger_payloads_by_actor;
ALTER TABLE ledger_payloads DROP COLUMN by_id;
