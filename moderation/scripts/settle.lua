-- Keep a person's decision for as long as it can be taken back, if the comment still is what they saw.
-- KEYS  1 comment  2 unsettled  3 settling of the old status
-- ARGV  1 id  2 status seen  3 version seen  4 the decision without its times, from its third field (JSON)  5 for how long, ms
--       6 a decision that waits and cannot be read, which this one takes the place of, or ''
-- Returns {1, decision}; {2, decision} of somebody's that waits already; {0, status, version}; {-1} if there is no such comment.
local seen = redis.call('HMGET', KEYS[1], 'status', 'version')
if not seen[1] then return {-1} end
local waits = redis.call('HGET', KEYS[2], ARGV[1])
if waits and waits ~= ARGV[6] then return {2, waits} end
if seen[1] ~= ARGV[2] or seen[2] ~= ARGV[3] then return {0, seen[1], tonumber(seen[2])} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local due = now + tonumber(ARGV[5])
local decision = string.format('{"at":%d,"due":%d,', now, due) .. ARGV[4]
redis.call('HSET', KEYS[2], ARGV[1], decision)
redis.call('ZADD', KEYS[3], due, ARGV[1])
return {1, decision}
