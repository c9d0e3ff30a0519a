#!lua flags=no-writes
-- Decisions that cannot be taken back any more. They leave the list only in unsettle.lua.
-- KEYS  1 settling of a status  2 unsettled   ARGV  1 limit  2 how long a decision can wait, ms
-- Returns {id, decision or '', ...}.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ids = redis.call('ZRANGE', KEYS[1], '-inf', now, 'BYSCORE', 'LIMIT', 0, ARGV[1])
-- What is due later than that was decided before the clock was set back (claim.lua).
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], '(' .. (now + tonumber(ARGV[2])), '+inf', 'BYSCORE',
  'LIMIT', 0, ARGV[1])) do ids[#ids + 1] = id end
local rows = {}
for _, id in ipairs(ids) do
  rows[#rows + 1] = id
  rows[#rows + 1] = redis.call('HGET', KEYS[2], id) or ''
end
return rows
