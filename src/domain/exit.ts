/** The process's exit codes; the same in text and JSON mode. Shown in `--help`. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  configuration: 3,
  credentials: 4,
  vendor: 5,
  store: 6,
  uncertain: 7,
  partial: 68,
  pending: 69,
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_MEANING: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'done, or the question was answered',
  failed: 'the job failed: ended failed, expired or cancelled with nothing usable',
  usage: 'usage: flags, an unknown id, no job to act on',
  configuration: 'configuration: not in a project, invalid workflow, provider missing or ambiguous',
  credentials: 'credentials: key missing or refused',
  vendor: 'the vendor: refused, unreachable, out of quota',
  store: 'another agac holds the lock, or the store is damaged',
  uncertain: 'the outcome of a submission is unknown; nothing was sent again',
  partial: 'partial: outputs written, some records rejected or missing',
  pending: 'pending: not finished yet',
  bug: 'a bug in agac, with a stack',
  interrupted: 'interrupted, state safe',
};
