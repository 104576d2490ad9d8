SELECT customer, COUNT(*) AS orders FROM {{ source('raw', 'orders') }} GROUP BY customer
