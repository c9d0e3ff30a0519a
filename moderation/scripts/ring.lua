-- Ring for a site if a comment or a lesson is due and no drain is on its way.
-- KEYS  1 inbox  2 bell  3 due lessons   ARGV  1 bell life ms  2 lease ms  3 how far ahead a lesson may be due, ms
-- Returns 1 if the caller must enqueue a drain.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- What is due later than any lease ends was written before the clock was set back (claim.lua).
local function due(key, ahead)
  return redis.call('ZCOUNT', key, '-inf', now) > 0 or redis.call('ZCOUNT', key, '(' .. (now + 2 * ahead), '+inf') > 0
end
if not due(KEYS[1], ARGV[2]) and not due(KEYS[3], ARGV[3]) then return 0 end
-- A bell that rings longer than bells do is of such a clock, too.
if redis.call('PTTL', KEYS[2]) > tonumber(ARGV[1]) then redis.call('DEL', KEYS[2]) end
return redis.call('SET', KEYS[2], 1, 'NX', 'PX', ARGV[1]) and 1 or 0
