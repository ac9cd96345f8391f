-- A frozen month tells of visitors and page views too: a figure is not always one of people.
ALTER TABLE statistics_cells RENAME COLUMN people TO figure;
