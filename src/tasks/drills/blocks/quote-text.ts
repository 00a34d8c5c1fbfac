/** A text as a SQL literal. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`
