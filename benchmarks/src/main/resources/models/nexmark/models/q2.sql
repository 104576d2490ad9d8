{{ into('q2', ['auction', 'price'], false) }}
-- The bids on some auctions.
SELECT auction, price
FROM {{ ref('bid') }}
WHERE MOD(auction, 123) = 0
