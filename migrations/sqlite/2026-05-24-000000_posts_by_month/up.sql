-- A month is counted by what was written in it, not by a look at every post.
CREATE INDEX posts_by_month ON posts (created_at);
