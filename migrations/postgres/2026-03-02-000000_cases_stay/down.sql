DROP TRIGGER ledger_payloads_stay_filed ON ledger_payloads;
DROP TRIGGER cases_stay_filled ON cases;
DROP TRIGGER cases_stay_whole ON cases;
DROP TRIGGER cases_stay ON cases;
DROP FUNCTION filed_payload;
DROP FUNCTION gone_case;
DROP FUNCTION kept_case;
