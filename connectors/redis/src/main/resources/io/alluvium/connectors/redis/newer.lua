-- Stamps are <version>-<epoch>, 16 hexadecimal digits each, so that texts compare as the numbers do.
-- A change without a version counts by its epoch alone, and keeps the version that is there.
local NONE = '0000000000000000'

local function stamp(seen, version, epoch)
  if not seen then
    return (version == '' and NONE or version) .. '-' .. epoch
  end
  local seenVersion, seenEpoch = string.sub(seen, 1, 16), string.sub(seen, 18, 33)
  if version == '' or version == seenVersion then
    return epoch >= seenEpoch and seenVersion .. '-' .. epoch or nil
  end
  return version > seenVersion and version .. '-' .. epoch or nil
end

local function put_with_life(key, value, millis)
  if millis > 0 then
    redis.call('SET', key, value, 'PX', millis)
  else
    redis.call('SET', key, value)
  end
end

-- HSET and such leave a key the lifetime that it had, which may be one that is not wanted any more.
local function live(key, millis)
  if millis > 0 then
    redis.call('PEXPIRE', key, millis)
  else
    redis.call('PERSIST', key)
  end
end

-- ARGV: epoch, lifetime of rows and of tombstones in ms, entries that a stream keeps (0: all), then
-- for each row: its member where a key holds many; its version; how many values follow (-1 where it
-- is deleted), and these.
local epoch, life, grave = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local at, taken = 5, 0

-- The answer where a row was refused, as something else is under its key: rows taken, then number
-- and reason of each that was not.
local refused
local function refuse(number, reason)
  refused = refused or {0}
  refused[#refused + 1] = number
  refused[#refused + 1] = reason
end

local function answer()
  if refused then
    refused[1] = taken
  end
  return refused or taken
end

-- Of keys that hold many rows: members that were deleted are remembered for a time.
local function bury(versions, graves, member, now)
  redis.call('ZADD', graves, now + grave, member)
  for _, old in ipairs(redis.call('ZRANGEBYSCORE', graves, '-inf', now, 'LIMIT', 0, 20)) do
    redis.call('HDEL', versions, old)
    redis.call('ZREM', graves, old)
  end
end

-- Versions are kept as long as there are rows; where all are deleted, as long as these are remembered:
-- nothing else would come to a key whose time is over, such as one of a day.
local function remember(versions, graves, now)
  local millis = life > 0 and math.max(life, grave) or 0
  if millis == 0 and redis.call('HLEN', versions) == redis.call('ZCARD', graves) then
    -- The lifetime of tombstones may have been a longer one.
    local last = redis.call('ZREVRANGE', graves, 0, 0, 'WITHSCORES')[2]
    millis = math.max(grave, last and tonumber(last) - now or 0)
  end
  live(versions, millis)
  live(graves, millis)
end

local function milliseconds()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

