SELECT 1 / id AS x FROM {{ ref('orders') }}
