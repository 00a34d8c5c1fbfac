/**
 * What happens in the store, each in one piece: short scripts, which Redis and Valkey run one at a time.
 *
 * A session is a hash and a list. The hash says whose it is (`owner`, a server), under which `token` that server writes, and
 * how many writes there were (`seq`); a token is never given twice, so whoever was overtaken can write no more. A write
 * that comes twice, because its answer was lost, is known by its number.
 *
 * @module
 */
import { createHash } from 'node:crypto'

export interface StoreScript {
  readonly text: string
  readonly sha: string
}

function define(text: string): StoreScript {
  return { text, sha: createHash('sha1').update(text).digest('hex') }
}

/**
 * KEYS hash, list. ARGV server, token, milliseconds to live, '1' by force, beginning of the keys of servers that live.
 * Gives {'none'}, {'held', owner} or {'taken', start, steps, size, done, seq, attached}.
 */
export const takeScript: StoreScript = define(`
local known = redis.call('HMGET', KEYS[1], 'live', 'owner')
if not known[1] then return {'none'} end
local owner = known[2]
if owner and owner ~= ARGV[1] and ARGV[4] == '' and redis.call('EXISTS', ARGV[5] .. owner) == 1 then
  return {'held', owner}
end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'token', ARGV[2])
local found = redis.call('HMGET', KEYS[1], 'start', 'size', 'done', 'seq', 'attached')
return {'taken', found[1], redis.call('LLEN', KEYS[2]), found[2], found[3], found[4], found[5]}
`)

/**
 * KEYS hash, list. ARGV token, number, milliseconds to live, what (open, begin, append, forget), server, '1' to make a
 * session where there is none, text, size, '1' when the episode is over. Gives 'ok' or 'lost'.
 */
export const writeScript: StoreScript = define(`
local known = redis.call('HMGET', KEYS[1], 'live', 'token', 'seq')
local wanted = tonumber(ARGV[2])
local seq = tonumber(known[3] or '0')
if known[2] ~= ARGV[1] then
  if known[1] or ARGV[6] == '' then return 'lost' end
elseif seq == wanted then
  return 'ok'
end
if wanted ~= seq + 1 then return 'lost' end
if ARGV[4] == 'append' then
  redis.call('RPUSH', KEYS[2], ARGV[7])
  redis.call('HSET', KEYS[1], 'seq', wanted, 'size', ARGV[8], 'done', ARGV[9])
elseif ARGV[4] == 'forget' then
  redis.call('DEL', KEYS[1], KEYS[2])
  return 'ok'
else
  redis.call('DEL', KEYS[2])
  redis.call('HDEL', KEYS[1], 'start')
  redis.call('HSET', KEYS[1], 'live', '1', 'owner', ARGV[5], 'token', ARGV[1], 'seq', wanted, 'size', '0', 'done', '')
  if ARGV[4] == 'begin' then redis.call('HSET', KEYS[1], 'start', ARGV[7]) end
end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return 'ok'
`)

/** KEYS hash, list. ARGV token, first step, most steps, most bytes. Gives {'lost'} or {'ok', step, ...}. */
export const readScript: StoreScript = define(`
if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then return {'lost'} end
local at, most, room = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local page = {'ok'}
while true do
  local steps = redis.call('LRANGE', KEYS[2], at, at + 15)
  for _, step in ipairs(steps) do
    if #page > most or (#page > 1 and #step > room) then return page end
    page[#page + 1] = step
    room = room - #step
  end
  if #steps < 16 then return page end
  at = at + 16
end
`)

/** KEYS hash, list. ARGV token, number of the last write, milliseconds to live, connection or ''. Gives 'ok' or 'lost'. */
export const confirmScript: StoreScript = define(`
local known = redis.call('HMGET', KEYS[1], 'token', 'seq')
if known[1] ~= ARGV[1] or known[2] ~= ARGV[2] then return 'lost' end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
if ARGV[4] ~= '' then redis.call('HSET', KEYS[1], 'attached', ARGV[4]) end
return 'ok'
`)

/** KEYS hash. ARGV server, token or '' for any, who wants it or ''. Gives 'ok'. */
export const releaseScript: StoreScript = define(`
local known = redis.call('HMGET', KEYS[1], 'owner', 'token')
if known[1] == ARGV[1] and (ARGV[2] == '' or known[2] == ARGV[2]) then
  redis.call('HSET', KEYS[1], 'owner', ARGV[3], 'token', '')
end
return 'ok'
`)

/** KEYS of a server that lives. ARGV milliseconds to live. Takes memory only where it has to: the store may have none left. */
export const beatScript: StoreScript = define(`
if redis.call('PEXPIRE', KEYS[1], ARGV[1]) == 0 then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end
return 'ok'
`)

export const storeScripts: readonly StoreScript[] = [
  takeScript,
  writeScript,
  readScript,
  confirmScript,
  releaseScript,
  beatScript,
]
