SELECT id, CURRENT_TIMESTAMP AS seen FROM {{ source('raw', 'orders') }}
