SELECT customer, SUM(weight) AS weight FROM {{ source('raw', 'orders') }} GROUP BY customer
