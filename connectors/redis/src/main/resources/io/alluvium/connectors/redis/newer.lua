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

-- Whether an error is about what is under a row's key; any other is of the server, and no row's.
local function of_key(error)
  return string.find(error.err, 'WRONGTYPE', 1, true)
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

-- How long the keys stay: those of rows, the versions, and the graves. All have a lifetime or none has,
-- but that versions and graves also end where all rows are deleted, when these are forgotten: nothing
-- else would come to a key whose time is over, such as one of a day.
local function live(of_rows, versions, graves, deleted, now)
  local millis = 0
  if life > 0 then
    for _, key in ipairs(of_rows) do
      redis.call('PEXPIRE', key, life)
    end
    millis = math.max(life, grave)
  elseif deleted and redis.call('HLEN', versions) == redis.call('ZCARD', graves) then
    -- The lifetime of tombstones may have been a longer one.
    local last = redis.call('ZREVRANGE', graves, 0, 0, 'WITHSCORES')[2]
    millis = math.max(grave, tonumber(last) - now)
  end
  if millis > 0 then
    redis.call('PEXPIRE', versions, millis)
    redis.call('PEXPIRE', graves, millis)
  elseif redis.call('PERSIST', versions) == 1 then
    redis.call('PERSIST', graves)
    for _, key in ipairs(of_rows) do
      redis.call('PERSIST', key)
    end
  end
end

local function milliseconds()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

