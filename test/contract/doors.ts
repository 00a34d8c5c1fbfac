/** One adapter for every way into the server. */
import { randomUUID } from 'node:crypto'
import type { ResetParams, State } from '../../src/contract/episode.ts'
import { type Action, connect, connectBatch, EnvironmentError } from '../../src/client/connect.ts'
import { repeatLast } from '../../src/sessions/player.ts'
import { callTool, connectClient, type Era, eras, metaOf, rpc, textOf } from '../server/mcp-client.ts'
import { post, send, type TestServer } from '../server/test-server.ts'
import { type Frame, openSocket, type SocketClient } from '../server/websocket-client.ts'
import type { ScriptedEpisode } from './episodes.ts'
import type { Answer, Door, Played, Seat } from './seat.ts'

const everything = (): boolean => true

/** An agent that plays by tools is not told of reset. */
const repeatTool = { repeat: 'the episode is over; call start_episode' } as const

/** What tool calls can say: they have no mode that tells an agent how right it is, and name no episodes. */
const sayable = ({ asTools, params }: ScriptedEpisode): boolean =>
  asTools && params.reward_mode !== 'potential' && params.episode_id === undefined

async function stateOverHttp(server: TestServer, session: string): Promise<State> {
  return (await send(server, `/state?session_id=${encodeURIComponent(session)}`)).body
}

const http: Door = {
  name: 'HTTP',
  afterDone: 'refuse',
  plays: everything,
  open: async (server) => {
    const session = randomUUID()
    const ask = async (path: string, body: object): Promise<Answer> => {
      const { status, body: reply } = await post(server, path, body, { 'X-Session-Id': session })
      if (status !== 200) return { error: reply.error.message }
      if (reply.session_id !== session) throw new Error('another session answered')
      return reply
    }
    return {
      reset: async (params) => await ask('/reset', params),
      step: async (action) => await ask('/step', { action }),
      state: async () => await stateOverHttp(server, session),
      close: async () => undefined,
    }
  },
}

function toAnswer({ type, data }: Frame): Answer {
  if (type === 'error') return { error: data.message }
  if (type !== 'observation') throw new Error(`a frame of type ${type}`)
  return { ...data, metadata: data.metadata ?? {} }
}

/** A socket as a seat; `toStep` says what a step carries, `toPlayed` what comes of it. */
function seatOn(
  client: SocketClient,
  messages: {
    readonly reset: (params: ResetParams) => object
    readonly step: (action: object) => object
    readonly toAnswer: (frame: Frame) => Answer
  },
): Seat {
  return {
    reset: async (params) => messages.toAnswer(await client.ask(messages.reset(params))),
    step: async (action) => messages.toAnswer(await client.ask(messages.step(action))),
    state: async () => (await client.ask({ type: 'state' })).data,
    close: async () => {
      client.send({ type: 'close' })
      await client.closed
    },
  }
}

const socket: Door = {
  name: '/ws',
  afterDone: repeatLast,
  plays: everything,
  open: async (server) =>
    seatOn(await openSocket(server), {
      reset: (data) => ({ type: 'reset', data }),
      step: (data) => ({ type: 'step', data }),
      toAnswer,
    }),
}

/** The tool call that says what an action says. */
function toCall(action: object): [name: string, args: object] {
  const { action_type: name, ...args } = action as { action_type: string }
  return [name, args]
}

const callMessage = (name: string, args: object): object => ({
  type: 'step',
  data: { type: 'call_tool', tool_name: name, arguments: args },
})

const socketTools: Door = {
  name: 'call_tool on /ws',
  afterDone: repeatTool,
  plays: sayable,
  open: async (server) =>
    seatOn(await openSocket(server), {
      reset: (params) => callMessage('start_episode', params),
      step: (action) => callMessage(...toCall(action)),
      toAnswer: (frame) => {
        const answer = toAnswer(frame)
        if ('error' in answer) return answer
        const { result, error } = answer.observation as { result: Frame; error: { message: string } | null }
        return error === null && result !== null ? toPlayed(result, answer) : { error: String(error?.message) }
      },
    }),
}

const batch: Door = {
  name: 'batch on /ws',
  afterDone: repeatLast,
  plays: everything,
  open: async (server) => {
    const client = await openSocket(server)
    const session = randomUUID()
    const ask = async (item: object): Promise<Frame> => {
      const { type, data } = await client.ask({ type: 'batch', data: [{ session, ...item }] })
      if (type !== 'batch' || data.length !== 1) throw new Error('not the reply')
      const { session: id, ...result } = data[0]
      if (id !== session) throw new Error('another session answered')
      return result
    }
    const play = async (item: object): Promise<Answer> => {
      const result = await ask(item)
      return 'error' in result ? { error: result.error.message } : { ...result, metadata: result.metadata ?? {} }
    }
    return {
      reset: async (params) => await play({ reset: params }),
      step: async (action) => await play({ step: action }),
      state: async () => (await ask({ state: {} })).state,
      close: async () => {
        await ask({ close: {} })
        client.socket.close()
        await client.closed
      },
    }
  },
}

async function orError(promise: Promise<Answer>): Promise<Answer> {
  try {
    return await promise
  } catch (error) {
    if (EnvironmentError.isInstance(error)) return { error: error.message }
    throw error
  }
}

const typescript: Door = {
  name: 'the TypeScript client',
  afterDone: repeatLast,
  plays: everything,
  open: async (server) => {
    const client = await connect(server.url)
    return {
      reset: async (params) => await orError(client.reset(params)),
      step: async (action) => await orError(client.step(action as Action)),
      state: async () => await client.state(),
      close: async () => await client.close(),
    }
  },
}

const typescriptBatch: Door = {
  name: 'the TypeScript batch client',
  afterDone: repeatLast,
  plays: everything,
  open: async (server) => {
    const client = await connectBatch(server.url)
    const session = randomUUID()
    const toAnswer = (result: Frame): Answer => {
      if ('error' in result) return { error: result.error.message }
      const { session: _, ...played } = result
      return played
    }
    return {
      reset: async (reset) => toAnswer((await client.run([{ session, reset }]))[0]),
      step: async (step) => toAnswer((await client.run([{ session, step: step as Action }]))[0]),
      state: async () => {
        const [result] = await client.run([{ session, state: {} }])
        if (result === undefined || 'error' in result) throw new Error(result?.error.message)
        return result.state
      },
      close: async () => {
        await client.run([{ session, close: {} }])
        await client.close()
      },
    }
  },
}

/** What is said several times over, to models and to programs, is one observation. */
function toPlayed(result: Frame, beside: Pick<Played, 'reward' | 'done' | 'metadata'>): Answer {
  const { session_id: _, ...observation } = result.structuredContent
  const text = JSON.stringify(observation)
  for (const other of [result.structured_content, result.data]) {
    if (other !== undefined && JSON.stringify(other) !== text) throw new Error('one call, two observations')
  }
  const said = JSON.parse(result.content[0].text)
  const isStart = !beside.done && observation.metadata !== undefined
  const fresh = isStart ? ['task_id', 'goal', 'schema_summary'] : ['last_query_result', 'last_error']
  for (const key of [...fresh, 'steps_remaining']) {
    if (JSON.stringify(said[key] ?? null) !== JSON.stringify(observation[key]))
      throw new Error(`another ${key} for models`)
  }
  // A start is a step like any other to whoever adds up rewards.
  const { reward, done, metadata } = beside
  return { observation, reward: isStart && reward === 0 ? null : reward, done, metadata }
}

const besideOf = (result: { readonly _meta?: unknown }): Pick<Played, 'reward' | 'done' | 'metadata'> => {
  const meta = metaOf(result)
  return {
    reward: meta['dataops-env/reward'] as number,
    done: meta['dataops-env/done'] as boolean,
    metadata: meta['dataops-env/metadata'] as object,
  }
}

const mcp: Door = {
  name: "POST /mcp in OpenEnv's dialect",
  afterDone: repeatTool,
  plays: sayable,
  open: async (server) => {
    const { session_id: session } = (await rpc(server, 'openenv/session/create')).result
    const call = async (name: string, args: object): Promise<Answer> => {
      const { result, error } = await callTool(server, name, args, session)
      if (error !== undefined) return { error: error.message }
      return result.isError ? { error: result.data.last_error } : toPlayed(result, besideOf(result))
    }
    return {
      reset: async (params) => await call('start_episode', params),
      step: async (action) => await call(...toCall(action)),
      state: async () => await stateOverHttp(server, session),
      close: async () => void (await rpc(server, 'openenv/session/close', { session_id: session })),
    }
  },
}

/** Standard MCP through the official client. Of the two eras only the older one has sessions of its own. */
const standardMcp = (era: Era): Door => ({
  name: `standard MCP of ${era}`,
  afterDone: repeatTool,
  plays: sayable,
  open: async (server) => {
    const { client, transport, call: ask } = await connectClient(server, era)
    let session = transport.sessionId
    const call = async (name: string, args: object): Promise<Answer> => {
      const isNamed = transport.sessionId === undefined && session !== undefined
      const result = await ask(name, { ...args, ...(isNamed && { session_id: session }) })
      if (result.isError) return { error: textOf(result) }
      session ??= metaOf(result)['dataops-env/session_id'] as string
      return toPlayed(result, besideOf(result))
    }
    return {
      reset: async (params) => await call('start_episode', params),
      step: async (action) => await call(...toCall(action)),
      state: async () => await stateOverHttp(server, String(session)),
      close: async () => {
        if (session !== undefined) server.registry.closeSession(session)
        await client.close()
      },
    }
  },
})

/** Every door there is. A new one is one adapter. */
export const doors: readonly Door[] = [
  http,
  socket,
  batch,
  typescript,
  typescriptBatch,
  socketTools,
  mcp,
  ...eras.map(standardMcp),
]
