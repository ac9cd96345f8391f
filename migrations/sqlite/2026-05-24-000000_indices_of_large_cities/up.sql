-- What pages and daily rounds look for, and in a city of a million posts looked through whole topics for.
CREATE INDEX posts_by_month ON posts (created_at);
CREATE INDEX posts_official ON posts (topic_id, state, id) WHERE office_id IS NOT NULL;
CREATE INDEX posts_openings ON posts (topic_id, opens_topic);
CREATE INDEX topics_counted ON topics (state, board_id, active_at);
