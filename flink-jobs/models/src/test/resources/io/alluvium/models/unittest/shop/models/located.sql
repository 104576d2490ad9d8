SELECT customer, UPPER(city) AS city FROM {{ source('raw', 'customers') }}
