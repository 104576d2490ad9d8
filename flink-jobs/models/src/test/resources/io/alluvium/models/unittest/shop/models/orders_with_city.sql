SELECT o.id, l.city FROM {{ ref('orders') }} o LEFT JOIN {{ ref('located') }} l
  ON o.customer = l.customer
