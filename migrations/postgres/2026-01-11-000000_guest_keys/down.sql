ALTER TABLE posts DROP COLUMN was_public;
ALTER TABLE posts DROP COLUMN guest_key_hash;
