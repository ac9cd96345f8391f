DROP TABLE erasure_lines;
