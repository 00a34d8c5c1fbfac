/**
 * Actions as models write them: optional fields that are empty are absent, and what is no action is told so with
 * the right words.
 *
 * @module
 */
import { actionSchema, actionTypes, type Action, type ActionType, reasonOf } from '../contract/action.ts'
import { clipText } from '../kit/clip-text.ts'
import { nearest } from '../kit/nearest.ts'

type Field = 'action_type' | 'query' | 'table_name'
type Fields = Readonly<Record<string, unknown>>

/** Of a fault: parts that are told, characters of one key, and of all. */
const most = { parts: 5, key: 60, text: 500 } as const

/** Names that others give a field, and which fields they may stand for, the likelier first. */
const fieldsByName: ReadonlyMap<string, readonly Field[]> = new Map(
  (
    [
      [['query'], 'sql statement statements code command cmd sql_query sql_code sql_text sql_statement sqlquery'],
      [['query'], 'query_text querytext query_string queries script input text content body q'],
      [['table_name'], 'table tables tablename table_names name_of_table relation'],
      [['action_type', 'query'], 'action'],
      [['action_type', 'table_name'], 'name'],
      [['action_type'], 'type actiontype action_name tool tool_name toolname function kind operation op method'],
    ] as const
  ).flatMap(([fields, names]) => names.split(' ').map((name) => [name, fields] as const)),
)

/** Names that others give a type of action. */
const typesByName: ReadonlyMap<string, ActionType> = new Map(
  (
    [
      ['execute_sql', 'execute_query run_sql run_query sql query execute exec run exec_sql sql_query select update'],
      ['execute_sql', 'insert delete execute_statement execute_sql_query run_sql_query query_database read_query'],
      ['execute_sql', 'write_query'],
      ['inspect_schema', 'inspect describe schema tables describe_table describe_schema list_tables show_tables'],
      ['inspect_schema', 'get_schema show_schema view_schema read_schema inspect_table inspect_tables explore'],
      ['inspect_schema', 'inspect_database describe_tables get_tables'],
      ['finish_task', 'finish finished submit done complete completed end stop exit quit submit_task complete_task'],
      ['finish_task', 'end_task finish_episode end_episode submit_solution submit_answer final_answer final'],
    ] as const
  ).flatMap(([type, names]) => names.split(' ').map((name) => [name, type] as const)),
)

/** Those that may be misspelt: short ones are near to any word. */
const longNames = [...actionTypes, ...typesByName.keys()].filter((name) => name.length > 7)

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The type of action that was meant by a text. */
function typeMeant(value: unknown): ActionType | undefined {
  if (typeof value !== 'string') return undefined
  if (/^\s*(?:select|with|update|insert|delete|create|alter)\s/i.test(value)) return 'execute_sql'
  const name = value.trim().replaceAll(/[\s-]/g, '_')
  const found = typesByName.get(name.toLowerCase()) ?? nearest(name, longNames)
  return found === undefined ? undefined : (typesByName.get(found) ?? (found as ActionType))
}

/** The field that was meant by a key that is none. */
function fieldMeant(key: string, action: Fields): string | undefined {
  const isAbsent = (field: Field): boolean => (action[field] ?? '') === ''
  if (isAbsent('action_type') && typeof action[key] === 'string' && isType(action[key])) return 'action_type'
  const name = key.trim().replaceAll(/[\s-]/g, '_').toLowerCase()
  const fields = fieldsByName.get(name)
  return fields === undefined ? nearest(name, Object.keys(actionSchema.shape)) : fields.find(isAbsent)
}

const isType = (text: string): boolean => (actionTypes as readonly string[]).includes(text) || typesByName.has(text)

function explainKey(key: string, action: Fields): string {
  const told = `Unrecognized key: ${JSON.stringify(clipText(key, most.key))}`
  const value = action[key]
  if (isObject(value) && Object.keys(actionSchema.shape).some((field) => Object.hasOwn(value, field))) {
    return `${told}; put what is in it into the action itself`
  }
  const field = fieldMeant(key, action)
  return field === undefined ? told : `${told}; did you mean ${field}?`
}

interface Issue {
  readonly code?: string | undefined
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
}

function explainIssue({ code, path, message, keys }: Issue, action: Fields): string {
  if (code === 'unrecognized_keys' && path.length === 0 && keys !== undefined) {
    const told = keys.slice(0, most.parts).map((key) => explainKey(key, action))
    return [...told, ...(keys.length > told.length ? [`and ${keys.length - told.length} more`] : [])].join('; ')
  }
  if (path.length === 0) return message
  const meant = path[0] === 'action_type' ? typeMeant(action['action_type']) : undefined
  return `${path.map(String).join('.')}: ${message}${meant === undefined ? '' : `; did you mean ${meant}?`}`
}

/** An action, or what is wrong with it, in words for the model. */
export type ParsedAction = { readonly action: Action; readonly fault?: never } | { readonly fault: string }

/** Reads an action as it was recorded. Empty texts in place of optional fields are as good as none. */
export function parseAction(recorded: unknown): ParsedAction {
  const given = isObject(recorded) && recorded['metadata'] === '' ? { ...recorded, metadata: null } : recorded
  const parsed = actionSchema.safeParse(given)
  if (parsed.success) {
    const { data } = parsed
    return { action: data.table_name === '' ? { ...data, table_name: null } : data }
  }
  const reason = reasonOf(given)
  if (reason !== undefined) return { fault: clipText(reason, most.text) }
  const fields = isObject(given) ? given : {}
  const parts = parsed.error.issues.slice(0, most.parts).map((issue) => explainIssue(issue, fields))
  return { fault: clipText(parts.join('; '), most.text) }
}
