{{ into('q9', ['id'], true) }}
-- The winning bid of each auction.
SELECT id, item_name, seller, category, expires, bidder, price, bid_date_time
FROM (
  SELECT
    a.id, a.item_name, a.seller, a.category, a.expires, b.bidder, b.price,
    b.date_time AS bid_date_time,
    ROW_NUMBER() OVER (PARTITION BY a.id ORDER BY b.price DESC, b.date_time ASC) AS place
  FROM {{ ref('auction') }} AS a, {{ ref('bid') }} AS b
  WHERE a.id = b.auction AND b.date_time BETWEEN a.date_time AND a.expires
)
WHERE place <= 1
