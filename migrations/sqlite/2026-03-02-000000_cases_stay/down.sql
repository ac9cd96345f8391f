DROP TRIGGER ledger_payloads_stay_filed;
DROP TRIGGER cases_not_replaced;
DROP TRIGGER cases_stay_whole;
DROP TRIGGER cases_stay;
