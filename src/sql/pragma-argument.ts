/** SQLite's reading of a boolean PRAGMA argument. */
export function isTrue(argument: string): boolean {
  if (!/^[0-9]/.test(argument)) return ['on', 'yes', 'true'].includes(argument.toLowerCase())
  const number = Number.parseInt(argument, /^0x/i.test(argument) ? 16 : 10)
  return number > 0 && number <= 0x7fffffff
}
