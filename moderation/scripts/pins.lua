#!lua flags=no-writes
-- The pins of a thread whose comments are not published there, at one instant. One whose comment is of another type is left out.
-- KEYS  1 thread   ARGV  1 thread key  2 prefix of the site's keys
-- Returns their ids.
local found = {}
for id in string.gmatch(redis.call('HGET', KEYS[1], 'pinned') or '', '%S+') do
  local comment = redis.pcall('HMGET', ARGV[2] .. 'comment:' .. id, 'status', 'thread')  -- as moderation/store/keys.py has it
  if not comment.err and (comment[1] ~= 'published' or comment[2] ~= ARGV[1]) then found[#found + 1] = id end
end
return found
