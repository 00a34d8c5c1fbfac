/**
 * The same episode as commands for a shell and as a Python program, against a server.
 *
 * @module
 */
import type { Action } from '../../../src/contract/action.ts'
import type { ResetParams } from '../../../src/contract/episode.ts'
import { toWireParams } from './wire-params.ts'

/** A word of a POSIX shell that means these characters. */
const shellWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

function bodies(params: ResetParams, actions: readonly Action[]): { readonly path: string; readonly body: object }[] {
  return [
    { path: '/reset', body: toWireParams(params) },
    ...actions.map((action) => ({ path: '/step', body: { action } })),
  ]
}

/** curl, one command a step, in one session. */
export function toCurl(server: string, params: ResetParams, actions: readonly Action[]): string {
  const calls = bodies(params, actions).map(
    ({ path, body }) =>
      `curl -sS "$server${path}" "\${headers[@]}" --data-raw ${shellWord(JSON.stringify(body))}; echo`,
  )
  const setting = [
    `server=${shellWord(server)}`,
    `headers=(-H 'Content-Type: application/json' -H "X-Session-Id: shared-$$")`,
  ]
  return `${[...setting, ...calls].join('\n')}\n`
}

/** A string of Python: JSON's escapes are Python's as well. */
const pythonText = (text: string): string => JSON.stringify(text)

/** A program that needs nothing but Python. */
export function toPython(server: string, params: ResetParams, actions: readonly Action[]): string {
  const lines = [
    'import json, urllib.request, uuid',
    '',
    `SERVER = ${pythonText(server)}`,
    'SESSION = f"shared-{uuid.uuid4().hex}"',
    '',
    'def ask(path, body):',
    '    headers = {"Content-Type": "application/json", "X-Session-Id": SESSION}',
    '    request = urllib.request.Request(SERVER + path, json.dumps(body).encode(), headers)',
    '    with urllib.request.urlopen(request) as reply:',
    '        return json.load(reply)',
    '',
    `reply = ask("/reset", json.loads(${pythonText(JSON.stringify(toWireParams(params)))}))`,
    'print(reply["observation"]["goal"])',
    'for action in [',
    ...actions.map((action) => `    json.loads(${pythonText(JSON.stringify(action))}),`),
    ']:',
    '    reply = ask("/step", {"action": action})',
    '    observation = reply["observation"]',
    '    print(observation["current_step"], reply["reward"], observation["last_error"] or observation["last_query_result"])',
    'print(reply.get("metadata"))',
  ]
  return `${lines.join('\n')}\n`
}
