-- Leave a note on a comment, at the store's time.
-- KEYS  1 notes   ARGV  1 the note without its time, from its second field (JSON)  2 how many are kept
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('RPUSH', KEYS[1], '{"at":' .. string.format('%d', now) .. ',' .. ARGV[1])
redis.call('LTRIM', KEYS[1], -tonumber(ARGV[2]), -1)
return now
