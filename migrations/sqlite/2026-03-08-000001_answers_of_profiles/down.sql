ALTER TABLE profiles DROP COLUMN about_findings;
