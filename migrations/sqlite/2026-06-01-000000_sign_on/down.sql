DROP TABLE sign_on_logouts;
DROP TABLE sign_on_sessions;
DROP TABLE sign_on_attempts;
DROP TABLE sign_on_offices;
DROP TABLE sign_on_identities;
