SELECT id, RAND() AS chance FROM {{ ref('orders') }}
