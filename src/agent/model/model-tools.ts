import type OpenAI from 'openai'

/** The three actions as tools. */
export const tools: readonly OpenAI.Chat.Completions.ChatCompletionTool[] = [
  {
    type: 'function',
    function: {
      name: 'inspect_schema',
      description: 'All tables with their DDL, row counts and foreign keys.',
      parameters: {
        type: 'object',
        properties: { table_name: { type: 'string', description: 'Narrows it to one table.' } },
        additionalProperties: false,
      },
    },
  },
  {
    type: 'function',
    function: {
      name: 'execute_sql',
      description:
        'Runs SQLite SQL. Several statements run in order, all of them or none; an action has a limit of work.',
      parameters: {
        type: 'object',
        properties: { query: { type: 'string' } },
        required: ['query'],
        additionalProperties: false,
      },
    },
  },
  {
    type: 'function',
    function: {
      name: 'finish_task',
      description: 'Submits the database for grading and ends the task.',
      parameters: { type: 'object', properties: {}, additionalProperties: false },
    },
  },
]
