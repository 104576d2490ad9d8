-- KEYS: the stream; for each row its stamp and what its last entry said; until when deleted rows are
-- remembered. An entry that would say what the row's last one says is not added.
local stream, versions, graves = KEYS[1], KEYS[2], KEYS[3]
local longest = tonumber(ARGV[4])
local now = milliseconds()
local number = 0
local deleted = false

local function append(...)
  if longest > 0 then
    return redis.pcall('XADD', stream, 'MAXLEN', '~', longest, '*', ...)
  end
  return redis.pcall('XADD', stream, '*', ...)
end

while at <= #ARGV do
  local row, version, count = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2])
  local first, last = at + 3, at + 2 + math.max(count, 0)
  at = last + 1
  number = number + 1
  local seen = redis.call('HGET', versions, row)
  local new = stamp(seen, version, epoch)
  if new then
    local said = seen and string.sub(seen, 35) or 'deleted'
    local says = 'deleted'
    if count >= 0 then
      says = redis.sha1hex(table.concat(ARGV, '\0', first, last))
    end
    local done = true
    if says ~= said then
      if count < 0 then
        done = append('_op', 'delete', '_row', row)
      else
        done = append('_op', 'put', '_row', row, unpack(ARGV, first, last))
      end
    end
    if type(done) == 'table' then
      if not of_key(done) then return done end
      refuse(number, done.err)
    else
      taken = taken + 1
      redis.call('HSET', versions, row, new .. ' ' .. says)
      if count < 0 then
        deleted = true
        bury(versions, graves, row, now)
      else
        redis.call('ZREM', graves, row)
      end
    end
  end
end
-- Where no row was taken, what is under the key may be another's.
if taken > 0 then
  live({stream}, versions, graves, deleted, now)
end
return answer()
