DROP TABLE factor_resets;
DROP TABLE factor_graces;
DROP TABLE second_steps;
DROP TABLE passkey_challenges;
DROP TABLE passkeys;
DROP TABLE recovery_codes;
DROP TABLE authenticators;
ALTER TABLE sessions DROP COLUMN confirmed_at;
