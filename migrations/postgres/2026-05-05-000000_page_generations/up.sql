-- What public pages show, numbered: a page that is kept in memory holds while the numbers of its parts are
-- what they were. Part 0 is what any page may show, 1 the events, and each topic has one of 1024 from 2 on.
CREATE TABLE page_generations (
    part INTEGER NOT NULL,
    share INTEGER NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (part, share)
);
-- Of part 0 there are 16 shares, and their sum counts: transactions that end at once need not wait for each other.
INSERT INTO page_generations (part, share, number)
WITH RECURSIVE parts (part) AS (SELECT 0 UNION ALL SELECT part + 1 FROM parts WHERE part < 1025),
    shares (share) AS (SELECT 0 UNION ALL SELECT share + 1 FROM shares WHERE share < 15)
SELECT part, share, 0 FROM parts, shares WHERE part = 0 OR share = 0;
-- Notes, as the last act of a transaction, that what is shown has changed: once, and of several parts as the
-- whole. Nobody so waits here for another transaction while that waits for them.
CREATE FUNCTION pages_changed(changed INTEGER) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    noted CONSTANT TEXT := coalesce(current_setting('plaza.pages_changed', true), '');
    noting INTEGER := changed;
BEGIN
    IF noted = '0' OR noted = changed::text THEN
        RETURN;
    END IF;
    IF noted <> '' THEN
        noting := 0;
    END IF;
    PERFORM set_config('plaza.pages_changed', noting::text, true);
    UPDATE page_generations SET number = number + 1
    WHERE part = noting AND share = CASE noting WHEN 0 THEN pg_backend_pid() % 16 ELSE 0 END;
END
$$;
CREATE FUNCTION any_page_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pages_changed(0);
    RETURN NULL;
END
$$;
CREATE FUNCTION event_page_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pages_changed(1);
    RETURN NULL;
END
$$;
CREATE FUNCTION new_topic_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pages_changed((2 + NEW.id % 1024)::integer);
    RETURN NULL;
END
$$;
CREATE FUNCTION topic_of_row_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    topic BIGINT;
BEGIN
    IF TG_OP = 'DELETE' THEN
        topic := OLD.topic_id;
    ELSE
        topic := NEW.topic_id;
    END IF;
    PERFORM pages_changed((2 + topic % 1024)::integer);
    RETURN NULL;
END
$$;
-- A post that is gone by then has noted more than its topic.
CREATE FUNCTION topic_of_post_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    post BIGINT;
BEGIN
    IF TG_OP = 'DELETE' THEN
        post := OLD.post_id;
    ELSE
        post := NEW.post_id;
    END IF;
    PERFORM pages_changed((2 + topic_id % 1024)::integer) FROM posts WHERE id = post;
    RETURN NULL;
END
$$;
-- The program before: its changes are numbered as well, in their own transaction, and none fails by that.
-- Any page may show these.
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON accounts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON boards
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON board_slugs
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON post_moves
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON post_revisions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON offices
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON moderator_boards
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON office_members
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON categories
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON districts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON routing_rules
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON routing_rule_offices
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON cases
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON case_offices
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON calendar_days
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON handling_records
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON case_duplicates
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON case_files
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON decision_reasons
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON post_decisions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON crosslinks
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON published_suggestions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON data_requests
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON appeals
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON agreements
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON profiles
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON policy_versions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON notice_texts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON polls
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON statistics_months
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON statistics_cells
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON sanctions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
-- The events and their pages.
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON events
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION event_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON event_sign_ups
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION event_page_changed();
-- What is new in a topic shows on its own pages and in lists. What changes in what others may quote or
-- link to shows anywhere.
-- A new topic gets its address after it is there.
CREATE CONSTRAINT TRIGGER pages_changed_by_new AFTER INSERT ON topics
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION new_topic_changed();
CREATE CONSTRAINT TRIGGER pages_changed_quietly AFTER UPDATE ON topics
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((NEW.board_id, NEW.title, NEW.title_html, NEW.language, NEW.state, NEW.created_at, NEW.pinned_at,
        NEW.pinned_until, NEW.locked_at, NEW.merged_into,
        CASE OLD.slug WHEN '' THEN '' ELSE NEW.slug END)
        IS NOT DISTINCT FROM
        (OLD.board_id, OLD.title, OLD.title_html, OLD.language, OLD.state, OLD.created_at, OLD.pinned_at,
        OLD.pinned_until, OLD.locked_at, OLD.merged_into, OLD.slug)) EXECUTE FUNCTION new_topic_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER UPDATE ON topics
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((NEW.board_id, NEW.title, NEW.title_html, NEW.language, NEW.state, NEW.created_at, NEW.pinned_at,
        NEW.pinned_until, NEW.locked_at, NEW.merged_into,
        CASE OLD.slug WHEN '' THEN '' ELSE NEW.slug END)
        IS DISTINCT FROM
        (OLD.board_id, OLD.title, OLD.title_html, OLD.language, OLD.state, OLD.created_at, OLD.pinned_at,
        OLD.pinned_until, OLD.locked_at, OLD.merged_into, OLD.slug)) EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed_by_gone AFTER DELETE ON topics
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed_by_new AFTER INSERT ON posts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION topic_of_row_changed();
CREATE CONSTRAINT TRIGGER pages_changed_quietly AFTER UPDATE ON posts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((NEW.topic_id, NEW.opens_topic, NEW.reply_to, NEW.account_id, NEW.guest_name,
        NEW.guest_name_is_personal, NEW.guest_email, NEW.body, NEW.body_html, NEW.language, NEW.state,
        NEW.created_at, NEW.edited_at, NEW.office_id)
        IS NOT DISTINCT FROM
        (OLD.topic_id, OLD.opens_topic, OLD.reply_to, OLD.account_id, OLD.guest_name,
        OLD.guest_name_is_personal, OLD.guest_email, OLD.body, OLD.body_html, OLD.language, OLD.state,
        OLD.created_at, OLD.edited_at, OLD.office_id)) EXECUTE FUNCTION topic_of_row_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER UPDATE ON posts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((NEW.topic_id, NEW.opens_topic, NEW.reply_to, NEW.account_id, NEW.guest_name,
        NEW.guest_name_is_personal, NEW.guest_email, NEW.body, NEW.body_html, NEW.language, NEW.state,
        NEW.created_at, NEW.edited_at, NEW.office_id)
        IS DISTINCT FROM
        (OLD.topic_id, OLD.opens_topic, OLD.reply_to, OLD.account_id, OLD.guest_name,
        OLD.guest_name_is_personal, OLD.guest_email, OLD.body, OLD.body_html, OLD.language, OLD.state,
        OLD.created_at, OLD.edited_at, OLD.office_id)) EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed_by_gone AFTER DELETE ON posts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed_by_new AFTER INSERT ON topic_tags
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION topic_of_row_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER UPDATE OR DELETE ON topic_tags
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed_by_new AFTER INSERT ON post_findings
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION topic_of_post_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER UPDATE OR DELETE ON post_findings
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed_by_new AFTER INSERT ON post_quotes
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION topic_of_post_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER UPDATE OR DELETE ON post_quotes
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed_by_new AFTER INSERT ON post_mentions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION topic_of_post_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER UPDATE OR DELETE ON post_mentions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION any_page_changed();
-- A file that no post has yet shows nowhere.
CREATE CONSTRAINT TRIGGER pages_changed_by_new AFTER INSERT ON attachments
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.post_id IS NOT NULL) EXECUTE FUNCTION topic_of_post_changed();
CREATE CONSTRAINT TRIGGER pages_changed_by_taken AFTER UPDATE ON attachments
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.post_id IS NULL AND NEW.post_id IS NOT NULL) EXECUTE FUNCTION topic_of_post_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER UPDATE ON attachments
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.post_id IS NOT NULL) EXECUTE FUNCTION any_page_changed();
CREATE CONSTRAINT TRIGGER pages_changed_by_gone AFTER DELETE ON attachments
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.post_id IS NOT NULL) EXECUTE FUNCTION any_page_changed();
-- Counted where their topic or post is shown.
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON reactions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION topic_of_post_changed();
CREATE CONSTRAINT TRIGGER pages_changed AFTER INSERT OR UPDATE OR DELETE ON supports
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION topic_of_row_changed();
