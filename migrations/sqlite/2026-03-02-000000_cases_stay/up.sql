-- What a resident wrote stays as it came: the first link of the case's file commits to it.
CREATE TRIGGER cases_stay BEFORE UPDATE ON cases
WHEN NOT (
    NEW.id = OLD.id AND NEW.title = OLD.title AND NEW.body = OLD.body AND NEW.place IS OLD.place
    AND NEW.category_id = OLD.category_id AND NEW.district_id = OLD.district_id
    AND NEW.medium = OLD.medium AND NEW.received_on IS OLD.received_on AND NEW.created_at = OLD.created_at
)
BEGIN SELECT RAISE(ABORT, 'what a resident wrote is never changed'); END;
-- A case goes with its file alone, when all of that is erased on a ground.
CREATE TRIGGER cases_stay_whole BEFORE DELETE ON cases
WHEN EXISTS (
    SELECT 1 FROM chain_links l WHERE l.chain = OLD.id AND l.kind <> 'payloads-erased'
    AND NOT EXISTS (SELECT 1 FROM chain_erasures e WHERE e.chain = l.chain AND e.number = l.number)
)
BEGIN SELECT RAISE(ABORT, 'a case goes only by an erasure that is on record'); END;
CREATE TRIGGER cases_not_replaced BEFORE INSERT ON cases
WHEN EXISTS (SELECT 1 FROM cases c WHERE c.id = NEW.id OR c.reference = NEW.reference OR c.submission = NEW.submission)
BEGIN SELECT RAISE(ABORT, 'a case goes only by an erasure that is on record'); END;
-- What an entry of the ledger is filed under goes with the post or case itself; sealing it anew touches none of it.
CREATE TRIGGER ledger_payloads_stay_filed BEFORE UPDATE ON ledger_payloads
WHEN NOT (
    NEW.id = OLD.id AND NEW.number = OLD.number AND NEW.on_day = OLD.on_day AND NEW.salt = OLD.salt
    AND (NEW.post_id IS OLD.post_id OR NEW.post_id IS NULL) AND (NEW.case_id IS OLD.case_id OR NEW.case_id IS NULL)
)
BEGIN SELECT RAISE(ABORT, 'an entry stays where it is filed'); END;
