{{ into('q7', ['auction', 'bidder', 'date_time'], false) }}
-- The highest bids of each ten seconds.
SELECT b.auction, b.bidder, b.price, b.date_time
FROM {{ ref('bid') }} AS b
INNER JOIN (
  SELECT MAX(price) AS price, CAST(window_start AS TIMESTAMP_LTZ(6)) AS window_start, CAST(window_end AS TIMESTAMP_LTZ(6)) AS window_end
  FROM TABLE(TUMBLE(TABLE {{ ref('bid') }}, DESCRIPTOR(_event_time), INTERVAL '10' SECOND))
  GROUP BY window_start, window_end
) AS highest ON b.price = highest.price
WHERE b.date_time >= highest.window_start AND b.date_time < highest.window_end
