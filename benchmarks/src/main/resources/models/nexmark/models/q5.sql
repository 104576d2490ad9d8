{{ into('q5', ['auction', 'window_end'], false) }}
-- The auctions with most bids of the last ten seconds, each two seconds.
SELECT counts.auction, counts.bids, counts.window_end
FROM (
  SELECT auction, COUNT(*) AS bids, window_start, window_end
  FROM TABLE(HOP(TABLE {{ ref('bid') }}, DESCRIPTOR(_event_time), INTERVAL '2' SECOND, INTERVAL '10' SECOND))
  GROUP BY auction, window_start, window_end
) AS counts
INNER JOIN (
  SELECT MAX(bids) AS most, window_start, window_end
  FROM (
    SELECT COUNT(*) AS bids, window_start, window_end
    FROM TABLE(HOP(TABLE {{ ref('bid') }}, DESCRIPTOR(_event_time), INTERVAL '2' SECOND, INTERVAL '10' SECOND))
    GROUP BY auction, window_start, window_end
  )
  GROUP BY window_start, window_end
) AS greatest
  ON counts.window_start = greatest.window_start
  AND counts.window_end = greatest.window_end
  AND counts.bids >= greatest.most
