SELECT UUID() AS row_id, id FROM {{ source('raw', 'orders') }}
