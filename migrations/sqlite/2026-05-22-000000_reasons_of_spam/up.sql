-- Whether a reason says that a text is spam: what is turned down or hidden for it is learned from.
ALTER TABLE decision_reasons ADD COLUMN teaches_spam BOOLEAN NOT NULL DEFAULT FALSE;
-- The one that a city began with.
UPDATE decision_reasons SET teaches_spam = TRUE WHERE words_zh = '廣告或垃圾訊息';
