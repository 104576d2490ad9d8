SELECT id, customer FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY seq DESC) AS newest
  FROM {{ source('raw', 'orders') }}
) WHERE newest = 1
