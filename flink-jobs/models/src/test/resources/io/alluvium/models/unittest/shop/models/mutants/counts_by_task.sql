SELECT id, calls(id) AS numbered FROM {{ source('raw', 'orders') }}
