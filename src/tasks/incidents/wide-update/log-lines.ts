import type { NumberedSave } from '../../worlds/stations/case-desk.ts'
import type { Story } from './story.ts'

const isOld = ({ oldOnes, cases }: Story): ((save: NumberedSave) => boolean) => {
  const senderOf = new Map(cases.map(({ id, sender }) => [id, sender]))
  return ({ row }) => oldOnes.has(senderOf.get(row) ?? '')
}

/** Saves that the new program's log has a line of. */
export function loggedSaves(story: Story): NumberedSave[] {
  const inJournal = isOld(story)
  return story.saves.filter((save) => save.lost !== true && !inJournal(save))
}
/** Saves that the old program's journal has a line of. */
export function journalSaves(story: Story): NumberedSave[] {
  return story.saves.filter((save) => save.lost !== true && isOld(story)(save))
}
