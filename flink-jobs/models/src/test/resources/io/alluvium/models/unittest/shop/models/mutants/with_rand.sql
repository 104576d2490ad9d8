SELECT id FROM {{ source('raw', 'orders') }} WHERE RAND() < 2
