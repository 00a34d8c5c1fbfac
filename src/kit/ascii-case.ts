/**
 * Lower case of A to Z alone, which is how SQLite compares names: to it `É` and `é` are two names, and the
 * Kelvin sign, whose lower case in JavaScript is `k`, is no `k`.
 */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
