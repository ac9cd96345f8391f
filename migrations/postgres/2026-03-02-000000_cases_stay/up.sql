-- What a resident wrote stays as it came: the first link of the case's file commits to it.
CREATE FUNCTION kept_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id = OLD.id AND NEW.title = OLD.title AND NEW.body = OLD.body
        AND NEW.place IS NOT DISTINCT FROM OLD.place
        AND NEW.category_id = OLD.category_id AND NEW.district_id = OLD.district_id
        AND NEW.medium = OLD.medium AND NEW.received_on IS NOT DISTINCT FROM OLD.received_on
        AND NEW.created_at = OLD.created_at
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'what a resident wrote is never changed';
END $$;
CREATE TRIGGER cases_stay BEFORE UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION kept_case();
-- A case goes with its file alone, when all of that is erased on a ground.
CREATE FUNCTION gone_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM chain_links l WHERE l.chain = OLD.id AND l.kind <> 'payloads-erased'
        AND NOT EXISTS (SELECT 1 FROM chain_erasures e WHERE e.chain = l.chain AND e.number = l.number)
    ) THEN RAISE EXCEPTION 'a case goes only by an erasure that is on record'; END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER cases_stay_whole BEFORE DELETE ON cases FOR EACH ROW EXECUTE FUNCTION gone_case();
CREATE TRIGGER cases_stay_filled BEFORE TRUNCATE ON cases FOR EACH STATEMENT EXECUTE FUNCTION never();
-- What an entry of the ledger is filed under goes with the post or case itself; sealing it anew touches none of it.
CREATE FUNCTION filed_payload() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id = OLD.id AND NEW.number = OLD.number AND NEW.on_day = OLD.on_day AND NEW.salt = OLD.salt
        AND (NEW.post_id IS NOT DISTINCT FROM OLD.post_id OR NEW.post_id IS NULL)
        AND (NEW.case_id IS NOT DISTINCT FROM OLD.case_id OR NEW.case_id IS NULL)
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'an entry stays where it is filed';
END $$;
CREATE TRIGGER ledger_payloads_stay_filed BEFORE UPDATE ON ledger_payloads FOR EACH ROW EXECUTE FUNCTION filed_payload();
