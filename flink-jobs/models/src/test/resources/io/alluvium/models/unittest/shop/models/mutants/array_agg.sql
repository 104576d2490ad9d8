SELECT customer, ARRAY_AGG(id) AS ids FROM {{ source('raw', 'orders') }} GROUP BY customer
