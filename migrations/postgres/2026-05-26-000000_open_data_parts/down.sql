DELETE FROM open_data_files WHERE making IS NOT NULL;
ALTER TABLE open_data_makings DROP COLUMN until;
ALTER TABLE open_data_files DROP COLUMN until;
ALTER TABLE open_data_files DROP COLUMN sha256;
ALTER TABLE open_data_files DROP COLUMN bytes;
ALTER TABLE open_data_files DROP COLUMN parts;
ALTER TABLE open_data_files DROP COLUMN making;
DROP TABLE open_data_parts;
