#!lua flags=no-writes
-- What is set aside and where it stands, at one instant.
-- KEYS  1 what is set aside for one reason   ARGV  1 prefix of the site's keys  2... ids
-- Returns for each its status, '' if there is no such comment; nil if it is not set aside, or of another type.
local rows = {}
for i = 2, #ARGV do
  local comment = redis.pcall('HMGET', ARGV[1] .. 'comment:' .. ARGV[i], 'status')  -- as moderation/store/keys.py has it
  local lies = not comment.err and redis.call('ZSCORE', KEYS[1], ARGV[i])
  rows[#rows + 1] = lies and (comment[1] or '')
end
return rows
