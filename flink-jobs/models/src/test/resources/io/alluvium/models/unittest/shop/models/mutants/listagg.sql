SELECT customer, LISTAGG(CAST(id AS STRING)) AS ids FROM {{ source('raw', 'orders') }}
GROUP BY customer
