-- A post's files stand in places of their own. Where two share one, a withheld one or else the later takes
-- the first that is free; there may be more of them than a form has places.
WITH later AS (
    SELECT id, post_id, ROW_NUMBER() OVER (PARTITION BY post_id ORDER BY id) AS nth
    FROM (
        SELECT id, post_id,
            ROW_NUMBER() OVER (
                PARTITION BY post_id, position ORDER BY (withheld_by IS NOT NULL), id
            ) AS copy
        FROM attachments
        WHERE post_id IS NOT NULL
    ) AS numbered
    WHERE copy > 1
),
free AS (
    SELECT crowded.post_id, places.place,
        ROW_NUMBER() OVER (PARTITION BY crowded.post_id ORDER BY places.place) AS nth
    FROM (SELECT DISTINCT post_id FROM later) AS crowded
    CROSS JOIN (
        SELECT 1 AS place UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
        UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8
        UNION ALL SELECT 9 UNION ALL SELECT 10
        UNION ALL SELECT 11 UNION ALL SELECT 12 UNION ALL SELECT 13 UNION ALL SELECT 14 UNION ALL SELECT 15
        UNION ALL SELECT 16 UNION ALL SELECT 17 UNION ALL SELECT 18 UNION ALL SELECT 19 UNION ALL SELECT 20
        UNION ALL SELECT 21 UNION ALL SELECT 22 UNION ALL SELECT 23 UNION ALL SELECT 24 UNION ALL SELECT 25
        UNION ALL SELECT 26 UNION ALL SELECT 27 UNION ALL SELECT 28 UNION ALL SELECT 29 UNION ALL SELECT 30
        UNION ALL SELECT 31 UNION ALL SELECT 32 UNION ALL SELECT 33 UNION ALL SELECT 34 UNION ALL SELECT 35
        UNION ALL SELECT 36 UNION ALL SELECT 37 UNION ALL SELECT 38 UNION ALL SELECT 39 UNION ALL SELECT 40
    ) AS places
    WHERE NOT EXISTS (
        SELECT 1 FROM attachments
        WHERE attachments.post_id = crowded.post_id AND attachments.position = places.place
    )
)
UPDATE attachments
SET position = (
    SELECT free.place FROM later
    JOIN free ON free.post_id = later.post_id AND free.nth = later.nth
    WHERE later.id = attachments.id
)
WHERE id IN (SELECT id FROM later);
DROP INDEX attachments_by_post;
CREATE UNIQUE INDEX attachments_by_place ON attachments (post_id, position);
