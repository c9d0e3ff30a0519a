#!lua flags=allow-oom
-- A decision does not wait any more: it was taken back, or carried out. Only the one that was seen.
-- KEYS  1 unsettled  2 settling of the old status
-- ARGV  1 id  2 the decision as seen  3 how long a decision can wait, ms, if it is taken back; '' if not
-- Returns 1; 0 if another waits or none, or if it is too late to take it back.
if (redis.call('HGET', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then return 0 end
if ARGV[3] ~= '' then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local due = tonumber(redis.call('ZSCORE', KEYS[2], ARGV[1]) or 0)
  -- What settled.lua gives out is perhaps being carried out just now.
  if due <= now or due > now + tonumber(ARGV[3]) then return 0 end
end
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('ZREM', KEYS[2], ARGV[1])
return 1
