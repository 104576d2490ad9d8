-- KEYS: the set; stamps of members; until when deleted ones are remembered; rows. Values: score, row.
local set, versions, graves, rows = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local now = milliseconds()
local number = 0
local deleted = false
while at <= #ARGV do
  local member, version, count = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2])
  local first = at + 3
  at = first + math.max(count, 0)
  number = number + 1
  local new = stamp(redis.call('HGET', versions, member), version, epoch)
  if new then
    local done
    if count < 0 then
      done = redis.pcall('ZREM', set, member)
    else
      done = redis.pcall('ZADD', set, ARGV[first], member)
    end
    if type(done) == 'table' then
      if not of_key(done) then return done end
      refuse(number, done.err)
    else
      taken = taken + 1
      redis.call('HSET', versions, member, new)
      if count < 0 then
        redis.call('HDEL', rows, member)
        deleted = true
        bury(versions, graves, member, now)
      else
        redis.call('HSET', rows, member, ARGV[first + 1])
        redis.call('ZREM', graves, member)
      end
    end
  end
end
-- Where no row was taken, what is under the key may be another's.
if taken > 0 then
  live({set, rows}, versions, graves, deleted, now)
end
return answer()
