-- What cases name is never deleted: it is retired on a day, and gets or takes nothing new from then on.
ALTER TABLE offices ADD COLUMN retired_on DATE;
ALTER TABLE offices ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
-- Since when its mails are refused or wait; its cases go to the fallback as well.
ALTER TABLE offices ADD COLUMN mail_fails_since TIMESTAMP;
ALTER TABLE categories ADD COLUMN retired_on DATE;
ALTER TABLE categories ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE districts ADD COLUMN retired_on DATE;
ALTER TABLE districts ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- A rule holds from its first day to its last, both included; none: always.
ALTER TABLE routing_rules ADD COLUMN valid_from DATE;
ALTER TABLE routing_rules ADD COLUMN valid_until DATE;
ALTER TABLE routing_rules ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
DROP INDEX routing_rules_one;
CREATE UNIQUE INDEX routing_rules_one ON routing_rules (coalesce(category_id, 0), coalesce(district_id, 0), coalesce(valid_from, '0001-01-01'));

-- How an office's last mails fared.
CREATE INDEX outbox_by_kind ON outbox (kind, state, recipient_index);
