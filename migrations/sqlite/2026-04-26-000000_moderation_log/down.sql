DROP INDEX chain_links_by_time;
