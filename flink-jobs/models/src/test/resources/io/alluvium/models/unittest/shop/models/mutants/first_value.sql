SELECT id, FIRST_VALUE(customer) AS customer FROM {{ source('raw', 'orders') }} GROUP BY id
