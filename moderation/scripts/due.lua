#!lua flags=no-writes
-- The lessons that are due, oldest first. They leave the list only in learn.lua.
-- KEYS  1 due lessons   ARGV  1 limit  2 prefix of the site's keys  3 how far ahead a lesson may be due, ms
-- Returns {id, version of the comment or '', ...}.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ids = redis.call('ZRANGE', KEYS[1], '-inf', now, 'BYSCORE', 'LIMIT', 0, ARGV[1])
-- What is due later than that was decided before the clock was set back (claim.lua).
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], '(' .. (now + 2 * ARGV[3]), '+inf', 'BYSCORE',
  'LIMIT', 0, ARGV[1])) do ids[#ids + 1] = id end
local due = {}
for _, id in ipairs(ids) do
  due[#due + 1] = id
  due[#due + 1] = redis.call('HGET', ARGV[2] .. 'comment:' .. id, 'version') or ''
end
return due
