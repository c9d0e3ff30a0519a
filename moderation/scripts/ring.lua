-- Ring for a site if a comment is due and no drain is on its way.
-- KEYS  1 inbox  2 bell   ARGV  1 bell life ms
-- Returns 1 if the caller must enqueue a drain.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if #redis.call('ZRANGE', KEYS[1], '-inf', now, 'BYSCORE', 'LIMIT', 0, 1) == 0 then return 0 end
return redis.call('SET', KEYS[2], 1, 'NX', 'PX', ARGV[1]) and 1 or 0
