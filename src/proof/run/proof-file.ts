import type { z } from 'zod'
import { appendFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { withoutByteOrderMark } from '../../kit/byte-order-mark.ts'
import { AppError } from '../../kit/errors.ts'
import { type IncidentProofLine, incidentProofSchema } from '../incidents/incident-proof.ts'
import { proofSchema, type Proof } from './proof.ts'

/** What a file holds: its first line, and how the others are read. */
export interface ProofKind<Line> {
  readonly format: string
  readonly schema: z.ZodType<Line>
}

export const familyProofs: ProofKind<Proof> = { format: 'dataops-env/proofs@1', schema: proofSchema }
export const incidentProofs: ProofKind<IncidentProofLine> = {
  format: 'dataops-env/incident-proofs@1',
  schema: incidentProofSchema,
}

/**
 * A file of proofs, one line of JSON each after a first line that says so. A process that was killed may leave half
 * a line at the end: it is cut off.
 */
export class ProofFile<Line> {
  readonly #path: string
  /** What stands in the file. */
  readonly proofs: readonly Line[]

  private constructor(path: string, proofs: readonly Line[]) {
    this.#path = path
    this.proofs = proofs
  }

  /** @throws AppError `wrong_use` for a file of another kind, `io_error` */
  static open<Line>(path: string, { format, schema }: ProofKind<Line>): ProofFile<Line> {
    const header = `${JSON.stringify({ format })}\n`
    return attempt(() => {
      if (existsSync(path) && !statSync(path).isFile()) throw new AppError('wrong_use', `${path} is not a file`)
      const written = existsSync(path) ? readFileSync(path, 'utf8') : ''
      const text = withoutByteOrderMark(written)
      if (header.startsWith(text)) {
        writeFileSync(path, header)
        return new ProofFile(path, [])
      }
      if (!text.startsWith(header)) {
        throw new AppError('wrong_use', `${path} was not written by verify --resume; name another file`)
      }
      const whole = text.slice(0, text.lastIndexOf('\n') + 1)
      const lines = whole.slice(header.length).split('\n').slice(0, -1)
      const proofs = lines.map((line, index) => {
        const proof = readProof(line, schema)
        if (proof !== null) return proof
        throw new AppError('wrong_use', `${path}:${index + 2}: not a line of verify --resume`)
      })
      const before = written.slice(0, written.length - text.length)
      if (whole.length < text.length) truncateSync(path, Buffer.byteLength(before + whole))
      return new ProofFile(path, proofs)
    })
  }

  /** @throws AppError `io_error` */
  append(proof: Line): void {
    attempt(() => appendFileSync(this.#path, `${JSON.stringify(proof)}\n`))
  }
}

function readProof<Line>(line: string, schema: z.ZodType<Line>): Line | null {
  try {
    return schema.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}

function attempt<T>(body: () => T): T {
  try {
    return body()
  } catch (cause) {
    if (AppError.isInstance(cause)) throw cause
    throw new AppError('io_error', cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
