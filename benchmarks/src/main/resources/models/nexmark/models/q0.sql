{{ into('q0', ['auction', 'bidder', 'date_time'], false) }}
-- Every bid as it is.
SELECT auction, bidder, price, date_time, extra
FROM {{ ref('bid') }}
