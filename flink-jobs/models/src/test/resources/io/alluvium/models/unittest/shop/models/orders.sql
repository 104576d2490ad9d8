SELECT id, customer, price, happened, tags
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY seq DESC) AS newest
  FROM {{ source('raw', 'orders') }}
  WHERE price > {{ var('floor') }} OR price IS NULL
)
WHERE newest = 1
