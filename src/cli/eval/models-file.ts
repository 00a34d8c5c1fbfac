/**
 * Which models are asked, where and how: `models.yaml`, or the environment for a model that it does not name.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { z } from 'zod'
import type { Player } from '../../evaluation/run.ts'
import { didYouMean } from '../../kit/nearest.ts'
import { AppError } from '../../kit/errors.ts'
import { readEndpoint } from '../network/model-endpoint.ts'
import { readYamlFile } from '../settings/yaml-file.ts'

type Env = Readonly<Record<string, string | undefined>>

const dollars = z.number().min(0).max(1_000_000)

/** What a request says by other keys of a model, or what the conversation is made of. */
const ours: ReadonlySet<string> = new Set(
  'model messages tools tool_choice functions function_call stream n temperature max_tokens max_completion_tokens'.split(
    ' ',
  ),
)

const modelSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(128)
    .regex(/^\P{Cc}+$/u, 'Invalid input: control characters'),
  model: z.string().min(1).max(256).optional(),
  base_url: z.string().optional(),
  key: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, 'Invalid input: name the environment variable that holds the key, never the key')
    .optional(),
  price: z.strictObject({ input: dollars, output: dollars }).optional(),
  mode: z.enum(['tools', 'text']).optional(),
  temperature: z.number().min(0).max(2).optional(),
  max_tokens: z.int().min(1).max(1_000_000).optional(),
  history_tokens: z.int().min(1000).max(10_000_000).optional(),
  timeout: z.int().min(1).max(3600).optional(),
  concurrency: z.int().min(1).max(1024).optional(),
  requests_per_minute: z.number().min(1).max(1_000_000).optional(),
  parameters: z
    .record(z.string(), z.unknown())
    .refine((own) => Object.keys(own).every((name) => !ours.has(name)), {
      error: ({ input }) =>
        `Invalid input: ${Object.keys(input as object).find((name) => ours.has(name)) ?? ''} is not set by parameters`,
    })
    .optional(),
})
type ModelEntry = z.infer<typeof modelSchema>

const fileSchema = z.strictObject({ models: z.array(modelSchema).min(1) })

/** The keys of a model, for hints and docs. */
export const modelKeys: readonly string[] = Object.keys(modelSchema.shape)

/** A model with all that it takes to ask it. */
export interface ModelSetup {
  readonly player: Player
  /** May hold a query; never written down. */
  readonly baseUrl: string
  readonly token: string
  readonly timeoutMs: number
  readonly concurrency: number
  /** Infinity where nothing limits it. */
  readonly requestsPerMinute: number
}

/** What flags say of all models; a model's own entry comes first. */
export interface ModelDefaults {
  readonly temperature: number | undefined
  readonly concurrency: number
  readonly maxTokens: number
  readonly historyTokens: number
  readonly timeoutMs: number
}

function readEntries(file: string | undefined): readonly ModelEntry[] {
  const path = file ?? 'models.yaml'
  if (file === undefined && !existsSync(path)) return []
  const { models } = readYamlFile(path, fileSchema, (keys) => didYouMean(String(keys.at(-1)), modelKeys))
  const twice = models.find(({ name }, place) => models.findIndex((other) => other.name === name) < place)
  if (twice !== undefined) throw new AppError('invalid_config', `${path}: two models are called ${twice.name}`)
  return models
}

/** The environment as it would be for this model alone. */
function envFor({ base_url: baseUrl, key }: ModelEntry, env: Env): Env {
  const own = key === undefined ? {} : { HF_TOKEN: env[key], OPENAI_API_KEY: env[key] }
  if (key !== undefined && (env[key]?.trim() ?? '') === '') {
    throw new AppError('missing_token', `the environment variable ${key} is not set`)
  }
  return { ...env, ...own, ...(baseUrl !== undefined && { API_BASE_URL: baseUrl }) }
}

/** An address without what may be secret. */
function shownAddress(text: string): string {
  const url = new URL(text)
  url.search = ''
  url.username = ''
  url.password = ''
  return url.href
}

function setUp(entry: ModelEntry, env: Env, defaults: ModelDefaults): ModelSetup {
  const { baseUrl, token, model } = readEndpoint(envFor(entry, env), entry.model ?? entry.name)
  return {
    player: {
      name: entry.name,
      kind: 'model',
      model,
      server: shownAddress(baseUrl),
      mode: entry.mode ?? 'tools',
      temperature: entry.temperature ?? defaults.temperature ?? 0,
      max_tokens: entry.max_tokens ?? defaults.maxTokens,
      history_tokens: entry.history_tokens ?? defaults.historyTokens,
      parameters: entry.parameters ?? null,
      price: entry.price ?? null,
    },
    baseUrl,
    token,
    timeoutMs: entry.timeout === undefined ? defaults.timeoutMs : entry.timeout * 1000,
    concurrency: entry.concurrency ?? defaults.concurrency,
    requestsPerMinute: entry.requests_per_minute ?? Number.POSITIVE_INFINITY,
  }
}

/**
 * The models of these names, in this order.
 *
 * @param file `models.yaml` of the folder where there is one
 * @throws AppError `invalid_config`, `wrong_use`, `missing_token`
 */
export function readModels(
  names: readonly string[],
  file: string | undefined,
  env: Env,
  defaults: ModelDefaults,
): ModelSetup[] {
  const entries = readEntries(file)
  const twice = names.find((name, place) => names.indexOf(name) < place)
  if (twice !== undefined) throw new AppError('wrong_use', `--model names ${twice} twice`)
  return names.map((name) => {
    const entry = entries.find((own) => own.name === name)
    if (entry === undefined && file !== undefined) {
      const known = entries.map((own) => own.name)
      throw new AppError(
        'wrong_use',
        `${file} has no model ${name}${didYouMean(name, known)}; it has ${known.join(', ')}`,
      )
    }
    try {
      return setUp(entry ?? { name }, env, defaults)
    } catch (error) {
      if (!AppError.isInstance(error)) throw error
      throw new AppError(error.code, `model ${name}: ${error.message}`, { cause: error })
    }
  })
}
