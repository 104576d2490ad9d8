SELECT id FROM {{ source('raw', 'orders') }} WHERE CAST(happened AS DATE) <= CURRENT_DATE
