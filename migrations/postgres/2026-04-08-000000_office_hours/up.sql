-- When an office answers its telephone, as `1-5 08:00-12:00 13:30-17:30`; none: the city's hours.
ALTER TABLE offices ADD COLUMN hours TEXT;
