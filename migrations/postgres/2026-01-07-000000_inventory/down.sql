DROP TABLE retention_reports;
DROP TABLE looks;
DROP TABLE account_boards;
DROP TABLE account_preferences;
