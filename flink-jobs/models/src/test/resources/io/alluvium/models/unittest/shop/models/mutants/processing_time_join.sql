SELECT o.id, c.city
FROM (SELECT *, PROCTIME() AS now_ FROM {{ source('raw', 'orders') }}) o
LEFT JOIN {{ source('raw', 'customers') }} FOR SYSTEM_TIME AS OF o.now_ AS c
  ON o.customer = c.customer
