SELECT customer, SUM(price) AS spent, COUNT(*) AS orders FROM {{ ref('orders') }} GROUP BY customer
