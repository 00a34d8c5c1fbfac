import { tokenize, type Token } from '../../sql/tokenizer.ts'

const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === 'word' && token.text.toUpperCase() === word

/** Whether a statement begins a trigger, whose body has semicolons of its own. */
function beginsTrigger(statement: readonly Token[]): boolean {
  const words = statement.slice(0, 6).map(({ text }) => text.toUpperCase())
  const start = words.indexOf('CREATE')
  return start >= 0 && /^CREATE (?:TEMP |TEMPORARY )?TRIGGER\b/.test(words.slice(start).join(' '))
}

/**
 * Whether what was typed so far can run: it ends with a semicolon that ends a statement, which one in a string, a
 * comment or the body of a trigger does not.
 */
export function isWholeSql(sql: string): boolean {
  const tokens = tokenize(sql)
  if (tokens.at(-1)?.kind !== 'semicolon') return false
  // In an open comment this would be its end, and leave no slash behind.
  if (tokenize(`${sql}\n*/`).at(-1)?.text !== '/') return false
  let statement: Token[] = []
  for (const token of tokens) {
    if (token.kind !== 'semicolon' || (beginsTrigger(statement) && !endsTrigger(statement))) statement.push(token)
    else statement = []
  }
  return statement.length === 0
}

/** `; END` comes last. */
function endsTrigger(statement: readonly Token[]): boolean {
  return isWord(statement.at(-1), 'END') && statement.at(-2)?.kind === 'semicolon'
}
