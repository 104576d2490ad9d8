{{ into('q4', ['category'], true) }}
-- The average of the winning bids of each category.
SELECT category, AVG(final_price) AS final_price
FROM (
  SELECT MAX(b.price) AS final_price, a.category
  FROM {{ ref('auction') }} AS a, {{ ref('bid') }} AS b
  WHERE a.id = b.auction AND b.date_time BETWEEN a.date_time AND a.expires
  GROUP BY a.id, a.category
)
GROUP BY category
