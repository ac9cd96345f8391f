-- The words in a topic's address: of its public title, without what was found in it. Empty where
-- the topic is not public. `forum::copies` keeps it; `jobs::index_texts` makes that of older topics.
ALTER TABLE topics ADD COLUMN slug TEXT NOT NULL DEFAULT '';
