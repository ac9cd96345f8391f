-- INSERT OR REPLACE deletes the old row without asking the triggers for DELETE.
CREATE TRIGGER chain_links_not_replaced BEFORE INSERT ON chain_links
WHEN EXISTS (SELECT 1 FROM chain_links l WHERE l.chain = NEW.chain AND l.number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a chain is never changed'); END;
CREATE TRIGGER chain_erasures_not_replaced BEFORE INSERT ON chain_erasures
WHEN EXISTS (SELECT 1 FROM chain_erasures l WHERE l.chain = NEW.chain AND l.number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'an erasure is never changed'); END;
CREATE TRIGGER chain_statements_not_replaced BEFORE INSERT ON chain_statements
WHEN EXISTS (SELECT 1 FROM chain_statements l WHERE l.day = NEW.day)
BEGIN SELECT RAISE(ABORT, 'a signed statement is never changed'); END;
CREATE TRIGGER handling_records_not_replaced BEFORE INSERT ON handling_records
WHEN EXISTS (SELECT 1 FROM handling_records l WHERE l.id = NEW.id OR (l.case_id = NEW.case_id AND l.number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'a record is changed only by an erasure that is on record'); END;
CREATE TRIGGER ledger_payloads_not_replaced BEFORE INSERT ON ledger_payloads
WHEN EXISTS (SELECT 1 FROM ledger_payloads l WHERE l.id = NEW.id OR l.number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a payload goes only by an erasure that is on record'); END;
CREATE TRIGGER policy_versions_not_replaced BEFORE INSERT ON policy_versions
WHEN EXISTS (SELECT 1 FROM policy_versions l WHERE l.number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a published policy is never changed or deleted'); END;
CREATE TRIGGER statistics_months_not_replaced BEFORE INSERT ON statistics_months
WHEN EXISTS (SELECT 1 FROM statistics_months l WHERE l.month = NEW.month)
BEGIN SELECT RAISE(ABORT, 'a closed month is frozen'); END;
CREATE TRIGGER statistics_cells_not_replaced BEFORE INSERT ON statistics_cells
WHEN EXISTS (SELECT 1 FROM statistics_cells l WHERE l.month = NEW.month AND l.report = NEW.report AND l.row_key = NEW.row_key AND l.column_key = NEW.column_key)
BEGIN SELECT RAISE(ABORT, 'a closed month is frozen'); END;
