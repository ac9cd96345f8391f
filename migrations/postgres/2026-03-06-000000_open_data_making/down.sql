DROP TABLE open_data_makings;
