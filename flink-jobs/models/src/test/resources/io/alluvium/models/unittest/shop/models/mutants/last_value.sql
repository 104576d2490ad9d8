SELECT id, LAST_VALUE(customer) AS customer FROM {{ source('raw', 'orders') }} GROUP BY id
