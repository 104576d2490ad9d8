SELECT o.id, '{{ env_var('SHOP_NAME', 'shop') }}' AS shop,
       CAST(o.price * r.rate AS DECIMAL(10, 2)) AS price
FROM {{ ref('orders') }} o JOIN {{ ref('rate') }} r ON r.code = '{{ currency() }}'
WHERE o.price > {{ var('floor') }}
{% if is_incremental() %}
  AND o.id NOT IN (SELECT id FROM {{ this }} WHERE id IS NOT NULL)
{% endif %}
