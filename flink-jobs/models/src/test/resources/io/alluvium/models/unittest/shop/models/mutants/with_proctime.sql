SELECT id, customer FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY PROCTIME() DESC) AS newest
  FROM {{ source('raw', 'orders') }}
) WHERE newest = 1
