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
-- Any page may show these.
CREATE TRIGGER accounts_pages_insert AFTER INSERT ON accounts BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER accounts_pages_update AFTER UPDATE ON accounts BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER accounts_pages_delete AFTER DELETE ON accounts BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER boards_pages_insert AFTER INSERT ON boards BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER boards_pages_update AFTER UPDATE ON boards BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER boards_pages_delete AFTER DELETE ON boards BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER board_slugs_pages_insert AFTER INSERT ON board_slugs BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER board_slugs_pages_update AFTER UPDATE ON board_slugs BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER board_slugs_pages_delete AFTER DELETE ON board_slugs BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER post_moves_pages_insert AFTER INSERT ON post_moves BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER post_moves_pages_update AFTER UPDATE ON post_moves BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER post_moves_pages_delete AFTER DELETE ON post_moves BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER post_revisions_pages_insert AFTER INSERT ON post_revisions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER post_revisions_pages_update AFTER UPDATE ON post_revisions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER post_revisions_pages_delete AFTER DELETE ON post_revisions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER offices_pages_insert AFTER INSERT ON offices BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER offices_pages_update AFTER UPDATE ON offices BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER offices_pages_delete AFTER DELETE ON offices BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER moderator_boards_pages_insert AFTER INSERT ON moderator_boards BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER moderator_boards_pages_update AFTER UPDATE ON moderator_boards BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER moderator_boards_pages_delete AFTER DELETE ON moderator_boards BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER office_members_pages_insert AFTER INSERT ON office_members BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER office_members_pages_update AFTER UPDATE ON office_members BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER office_members_pages_delete AFTER DELETE ON office_members BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER categories_pages_insert AFTER INSERT ON categories BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER categories_pages_update AFTER UPDATE ON categories BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER categories_pages_delete AFTER DELETE ON categories BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER districts_pages_insert AFTER INSERT ON districts BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER districts_pages_update AFTER UPDATE ON districts BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER districts_pages_delete AFTER DELETE ON districts BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER routing_rules_pages_insert AFTER INSERT ON routing_rules BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER routing_rules_pages_update AFTER UPDATE ON routing_rules BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER routing_rules_pages_delete AFTER DELETE ON routing_rules BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER routing_rule_offices_pages_insert AFTER INSERT ON routing_rule_offices BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER routing_rule_offices_pages_update AFTER UPDATE ON routing_rule_offices BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER routing_rule_offices_pages_delete AFTER DELETE ON routing_rule_offices BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER cases_pages_insert AFTER INSERT ON cases BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER cases_pages_update AFTER UPDATE ON cases BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER cases_pages_delete AFTER DELETE ON cases BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER case_offices_pages_insert AFTER INSERT ON case_offices BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER case_offices_pages_update AFTER UPDATE ON case_offices BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER case_offices_pages_delete AFTER DELETE ON case_offices BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER calendar_days_pages_insert AFTER INSERT ON calendar_days BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER calendar_days_pages_update AFTER UPDATE ON calendar_days BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER calendar_days_pages_delete AFTER DELETE ON calendar_days BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER handling_records_pages_insert AFTER INSERT ON handling_records BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER handling_records_pages_update AFTER UPDATE ON handling_records BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER handling_records_pages_delete AFTER DELETE ON handling_records BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER case_duplicates_pages_insert AFTER INSERT ON case_duplicates BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER case_duplicates_pages_update AFTER UPDATE ON case_duplicates BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER case_duplicates_pages_delete AFTER DELETE ON case_duplicates BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER case_files_pages_insert AFTER INSERT ON case_files BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER case_files_pages_update AFTER UPDATE ON case_files BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER case_files_pages_delete AFTER DELETE ON case_files BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER decision_reasons_pages_insert AFTER INSERT ON decision_reasons BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER decision_reasons_pages_update AFTER UPDATE ON decision_reasons BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER decision_reasons_pages_delete AFTER DELETE ON decision_reasons BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER post_decisions_pages_insert AFTER INSERT ON post_decisions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER post_decisions_pages_update AFTER UPDATE ON post_decisions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER post_decisions_pages_delete AFTER DELETE ON post_decisions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER crosslinks_pages_insert AFTER INSERT ON crosslinks BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER crosslinks_pages_update AFTER UPDATE ON crosslinks BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER crosslinks_pages_delete AFTER DELETE ON crosslinks BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER published_suggestions_pages_insert AFTER INSERT ON published_suggestions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER published_suggestions_pages_update AFTER UPDATE ON published_suggestions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER published_suggestions_pages_delete AFTER DELETE ON published_suggestions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER data_requests_pages_insert AFTER INSERT ON data_requests BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER data_requests_pages_update AFTER UPDATE ON data_requests BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER data_requests_pages_delete AFTER DELETE ON data_requests BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER appeals_pages_insert AFTER INSERT ON appeals BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER appeals_pages_update AFTER UPDATE ON appeals BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER appeals_pages_delete AFTER DELETE ON appeals BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER agreements_pages_insert AFTER INSERT ON agreements BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER agreements_pages_update AFTER UPDATE ON agreements BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER agreements_pages_delete AFTER DELETE ON agreements BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER profiles_pages_insert AFTER INSERT ON profiles BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER profiles_pages_update AFTER UPDATE ON profiles BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER profiles_pages_delete AFTER DELETE ON profiles BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER policy_versions_pages_insert AFTER INSERT ON policy_versions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER policy_versions_pages_update AFTER UPDATE ON policy_versions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER policy_versions_pages_delete AFTER DELETE ON policy_versions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER notice_texts_pages_insert AFTER INSERT ON notice_texts BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER notice_texts_pages_update AFTER UPDATE ON notice_texts BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER notice_texts_pages_delete AFTER DELETE ON notice_texts BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER polls_pages_insert AFTER INSERT ON polls BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER polls_pages_update AFTER UPDATE ON polls BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER polls_pages_delete AFTER DELETE ON polls BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER statistics_months_pages_insert AFTER INSERT ON statistics_months BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER statistics_months_pages_update AFTER UPDATE ON statistics_months BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER statistics_months_pages_delete AFTER DELETE ON statistics_months BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER statistics_cells_pages_insert AFTER INSERT ON statistics_cells BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER statistics_cells_pages_update AFTER UPDATE ON statistics_cells BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER statistics_cells_pages_delete AFTER DELETE ON statistics_cells BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER sanctions_pages_insert AFTER INSERT ON sanctions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER sanctions_pages_update AFTER UPDATE ON sanctions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER sanctions_pages_delete AFTER DELETE ON sanctions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
-- The events and their pages.
CREATE TRIGGER events_pages_insert AFTER INSERT ON events BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 1 AND share = 0;
END;
CREATE TRIGGER events_pages_update AFTER UPDATE ON events BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 1 AND share = 0;
END;
CREATE TRIGGER events_pages_delete AFTER DELETE ON events BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 1 AND share = 0;
END;
CREATE TRIGGER event_sign_ups_pages_insert AFTER INSERT ON event_sign_ups BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 1 AND share = 0;
END;
CREATE TRIGGER event_sign_ups_pages_update AFTER UPDATE ON event_sign_ups BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 1 AND share = 0;
END;
CREATE TRIGGER event_sign_ups_pages_delete AFTER DELETE ON event_sign_ups BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 1 AND share = 0;
END;
-- What is new in a topic shows on its own pages and in lists. What changes in what others may quote or
-- link to shows anywhere.
-- A new topic gets its address after it is there.
CREATE TRIGGER topics_pages_insert AFTER INSERT ON topics BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 2 + new.id % 1024 AND share = 0;
END;
CREATE TRIGGER topics_pages_update AFTER UPDATE ON topics BEGIN
    UPDATE page_generations SET number = number + 1
    WHERE part = CASE
        WHEN new.board_id IS old.board_id AND new.title IS old.title AND new.title_html IS old.title_html
        AND new.language IS old.language AND new.state IS old.state AND new.created_at IS old.created_at
        AND new.pinned_at IS old.pinned_at AND new.pinned_until IS old.pinned_until
        AND new.locked_at IS old.locked_at AND new.merged_into IS old.merged_into
        AND (new.slug IS old.slug OR old.slug = '')
        THEN 2 + new.id % 1024 ELSE 0 END AND share = 0;
END;
CREATE TRIGGER topics_pages_delete AFTER DELETE ON topics BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER posts_pages_insert AFTER INSERT ON posts BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 2 + new.topic_id % 1024 AND share = 0;
END;
CREATE TRIGGER posts_pages_update AFTER UPDATE ON posts BEGIN
    UPDATE page_generations SET number = number + 1
    WHERE part = CASE
        WHEN new.topic_id IS old.topic_id AND new.opens_topic IS old.opens_topic AND new.reply_to IS old.reply_to
        AND new.account_id IS old.account_id AND new.guest_name IS old.guest_name
        AND new.guest_name_is_personal IS old.guest_name_is_personal AND new.guest_email IS old.guest_email
        AND new.body IS old.body AND new.body_html IS old.body_html AND new.language IS old.language
        AND new.state IS old.state AND new.created_at IS old.created_at AND new.edited_at IS old.edited_at
        AND new.office_id IS old.office_id
        THEN 2 + new.topic_id % 1024 ELSE 0 END AND share = 0;
END;
CREATE TRIGGER posts_pages_delete AFTER DELETE ON posts BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER topic_tags_pages_insert AFTER INSERT ON topic_tags BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 2 + new.topic_id % 1024 AND share = 0;
END;
CREATE TRIGGER topic_tags_pages_update AFTER UPDATE ON topic_tags BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER topic_tags_pages_delete AFTER DELETE ON topic_tags BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER post_findings_pages_insert AFTER INSERT ON post_findings BEGIN
    UPDATE page_generations SET number = number + 1
    WHERE part = (SELECT 2 + topic_id % 1024 FROM posts WHERE id = new.post_id) AND share = 0;
END;
CREATE TRIGGER post_findings_pages_update AFTER UPDATE ON post_findings BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER post_findings_pages_delete AFTER DELETE ON post_findings BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER post_quotes_pages_insert AFTER INSERT ON post_quotes BEGIN
    UPDATE page_generations SET number = number + 1
    WHERE part = (SELECT 2 + topic_id % 1024 FROM posts WHERE id = new.post_id) AND share = 0;
END;
CREATE TRIGGER post_quotes_pages_update AFTER UPDATE ON post_quotes BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER post_quotes_pages_delete AFTER DELETE ON post_quotes BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER post_mentions_pages_insert AFTER INSERT ON post_mentions BEGIN
    UPDATE page_generations SET number = number + 1
    WHERE part = (SELECT 2 + topic_id % 1024 FROM posts WHERE id = new.post_id) AND share = 0;
END;
CREATE TRIGGER post_mentions_pages_update AFTER UPDATE ON post_mentions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
CREATE TRIGGER post_mentions_pages_delete AFTER DELETE ON post_mentions BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
-- A file that no post has yet shows nowhere.
CREATE TRIGGER attachments_pages_insert AFTER INSERT ON attachments WHEN new.post_id IS NOT NULL BEGIN
    UPDATE page_generations SET number = number + 1
    WHERE part = (SELECT 2 + topic_id % 1024 FROM posts WHERE id = new.post_id) AND share = 0;
END;
CREATE TRIGGER attachments_pages_update AFTER UPDATE ON attachments
WHEN old.post_id IS NOT NULL OR new.post_id IS NOT NULL BEGIN
    UPDATE page_generations SET number = number + 1
    WHERE part = CASE
        WHEN old.post_id IS NULL THEN (SELECT 2 + topic_id % 1024 FROM posts WHERE id = new.post_id) ELSE 0 END AND share = 0;
END;
CREATE TRIGGER attachments_pages_delete AFTER DELETE ON attachments WHEN old.post_id IS NOT NULL BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 0 AND share = 0;
END;
-- Counted where their topic or post is shown.
CREATE TRIGGER reactions_pages_insert AFTER INSERT ON reactions BEGIN
    UPDATE page_generations SET number = number + 1
    WHERE part = (SELECT 2 + topic_id % 1024 FROM posts WHERE id = new.post_id) AND share = 0;
END;
CREATE TRIGGER reactions_pages_update AFTER UPDATE ON reactions BEGIN
    UPDATE page_generations SET number = number + 1
    WHERE part = (SELECT 2 + topic_id % 1024 FROM posts WHERE id = new.post_id) AND share = 0;
END;
CREATE TRIGGER reactions_pages_delete AFTER DELETE ON reactions BEGIN
    UPDATE page_generations SET number = number + 1
    WHERE part = (SELECT 2 + topic_id % 1024 FROM posts WHERE id = old.post_id) AND share = 0;
END;
CREATE TRIGGER supports_pages_insert AFTER INSERT ON supports BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 2 + new.topic_id % 1024 AND share = 0;
END;
CREATE TRIGGER supports_pages_update AFTER UPDATE ON supports BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 2 + new.topic_id % 1024 AND share = 0;
END;
CREATE TRIGGER supports_pages_delete AFTER DELETE ON supports BEGIN
    UPDATE page_generations SET number = number + 1 WHERE part = 2 + old.topic_id % 1024 AND share = 0;
END;
