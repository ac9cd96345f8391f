DROP TABLE suppressed_addresses;
