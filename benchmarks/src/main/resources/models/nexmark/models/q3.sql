{{ into('q3', ['id'], false) }}
-- Who sells in a category in some states.
SELECT p.name, p.city, p.state, a.id
FROM {{ ref('auction') }} AS a
INNER JOIN {{ ref('person') }} AS p ON a.seller = p.id
WHERE a.category = 10 AND p.state IN ('OR', 'ID', 'CA')
