#!lua flags=no-writes
-- What was last published in a thread.
-- KEYS  1 published of the thread   ARGV  1 prefix of the site's keys  2 limit
-- Returns documents, the newest first.
local documents = {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, ARGV[2] - 1, 'REV')) do
  local document = redis.call('HGET', ARGV[1] .. 'comment:' .. id, 'doc')
  if document then documents[#documents + 1] = document end
end
return documents
