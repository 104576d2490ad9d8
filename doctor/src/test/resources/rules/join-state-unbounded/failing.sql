INSERT INTO orders_wide
SELECT o.id, o.amount, c.name -- one row for each order
FROM orders AS o
JOIN customer AS c ON o.customer = c.id;  -- <-- here
