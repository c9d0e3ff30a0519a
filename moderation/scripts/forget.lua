#!lua flags=allow-oom
-- Put a document without the machine it came from in place of the one that was read. Runs in a full store too: it makes room.
-- KEYS  1 comment   ARGV  1 document as read  2 the same without
-- Returns 1, or 0 if it is not what was read any more.
if redis.call('HGET', KEYS[1], 'doc') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'doc', ARGV[2])
return 1
