ALTER TABLE statistics_cells RENAME COLUMN figure TO people;
