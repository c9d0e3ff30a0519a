-- Set a comment aside no longer, if it still stands where it was seen.
-- KEYS  1 comment  2 what is set aside for one reason   ARGV  1 id  2 status as seen, '' if there was no such comment
-- Returns 1; 0 if it stands elsewhere, or is not set aside any more.
if (redis.call('HGET', KEYS[1], 'status') or '') ~= ARGV[2] then return 0 end
return redis.call('ZREM', KEYS[2], ARGV[1])
