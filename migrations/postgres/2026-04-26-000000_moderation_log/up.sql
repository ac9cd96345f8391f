-- The public log of moderation reads the ledger by the month.
CREATE INDEX chain_links_by_time ON chain_links (chain, at);
