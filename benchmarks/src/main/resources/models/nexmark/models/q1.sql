{{ into('q1', ['auction', 'bidder', 'date_time'], false) }}
-- Every bid in another currency.
SELECT auction, bidder, 0.908 * price AS price, date_time, extra
FROM {{ ref('bid') }}
