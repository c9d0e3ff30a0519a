-- Keep a text for replies under its name, or change the one that has this name.
-- KEYS  1 saved replies   ARGV  1 name  2 text  3 how many are kept
-- Returns 1, or 0 if there are as many already.
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[3]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
