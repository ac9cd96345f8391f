DROP TABLE appeal_looks;
DROP TABLE request_looks;
