{{ into('q8', ['id', 'window_start'], false) }}
-- Who came and sold within the same ten seconds.
SELECT p.id, p.name, p.window_start
FROM (
  SELECT id, name, window_start, window_end
  FROM TABLE(TUMBLE(TABLE {{ ref('person') }}, DESCRIPTOR(_event_time), INTERVAL '10' SECOND))
  GROUP BY id, name, window_start, window_end
) AS p
INNER JOIN (
  SELECT seller, window_start, window_end
  FROM TABLE(TUMBLE(TABLE {{ ref('auction') }}, DESCRIPTOR(_event_time), INTERVAL '10' SECOND))
  GROUP BY seller, window_start, window_end
) AS a ON p.id = a.seller AND p.window_start = a.window_start AND p.window_end = a.window_end
