-- Ask to be told of a comment's decision; a decided comment is told of at once.
-- KEYS  1 comment
-- Returns its status, or '' if there is no such comment.
local status = redis.call('HGET', KEYS[1], 'status')
if status == 'pending' then redis.call('HSET', KEYS[1], 'watched', 1) end
return status or ''
