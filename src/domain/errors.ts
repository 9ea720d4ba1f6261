import type {EXIT} from './exit.js';

interface ErrorKind {
  readonly exit: keyof typeof EXIT;
  readonly meaning: string;
}

/** Every code agac ends with; docs/errors.md is generated from this table. Codes are stable, messages are not. */
export const ERRORS = {
  USAGE: {exit: 'usage', meaning: 'A flag or argument is missing, unknown or contradicts another.'},
  COMMAND_UNKNOWN: {exit: 'usage', meaning: 'There is no such command.'},
  FOLDER_NOT_EMPTY: {exit: 'usage', meaning: '`agac init` was given a folder that already holds something.'},
  BATCH_UNKNOWN: {exit: 'usage', meaning: 'No batch of this project has this id, or the prefix fits several.'},
  RUN_UNKNOWN: {exit: 'usage', meaning: 'The workflow has no run of this id, or the prefix fits several.'},
  ACTION_UNKNOWN: {exit: 'usage', meaning: 'The workflow has no action of this name.'},
  NO_LAST_JOB: {exit: 'usage', meaning: 'No `--batch-id` was given and nothing has been submitted here yet.'},
  COST_EXCEEDED: {
    exit: 'usage',
    meaning: 'What would be sent can cost more than `--max-cost`, or nobody can say how much; it was not sent.',
  },
  NOTHING_TO_RETRY: {
    exit: 'usage',
    meaning: '`agac batch retry` found no record that failed, expired or was rejected.',
  },
  PROJECT_MISSING: {exit: 'configuration', meaning: 'No agac project in this folder or any above it.'},
  PROJECT_INVALID: {exit: 'configuration', meaning: 'The project settings cannot be used; every problem is listed.'},
  WORKFLOW_UNKNOWN: {exit: 'configuration', meaning: 'The project has no workflow of this name.'},
  WORKFLOW_INVALID: {
    exit: 'configuration',
    meaning: 'The workflow cannot be run; every problem is listed with file and line.',
  },
  INPUT_INVALID: {exit: 'configuration', meaning: 'An input file cannot be read as what its suffix says.'},
  INPUT_MISSING: {exit: 'configuration', meaning: 'The workflow has no input records.'},
  DECISIONS_INVALID: {
    exit: 'configuration',
    meaning:
      'A file of decisions (`--hitl FILE`) cannot be used; every problem is listed with its line, none was kept.',
  },
  INPUT_UNREACHABLE: {
    exit: 'vendor',
    meaning: 'The address that records come from cannot be reached, or answered with an error.',
  },
  TEMPLATE_INVALID: {exit: 'configuration', meaning: 'No record could be rendered with this prompt.'},
  TOOL_INVALID: {
    exit: 'configuration',
    meaning: 'A tool or validator cannot be loaded, or a validator cannot judge; what was answered is kept.',
  },
  PROVIDER_MISSING: {exit: 'configuration', meaning: 'No installed provider has this name.'},
  PROVIDER_AMBIGUOUS: {exit: 'configuration', meaning: 'Two installed plugins offer a provider of this name.'},
  PROVIDER_INVALID: {exit: 'configuration', meaning: 'A provider cannot be loaded or is built for another contract.'},
  KEY_MISSING: {exit: 'credentials', meaning: 'The environment variable that should hold the key is not set.'},
  KEY_REFUSED: {exit: 'credentials', meaning: 'The vendor refused the key.'},
  KEY_HOST_REFUSED: {
    exit: 'credentials',
    meaning: 'A key would go to a host that `AGAC_KEY_HOSTS` does not list; nothing was sent.',
  },
  VENDOR_REFUSED: {exit: 'vendor', meaning: 'The vendor refused the request; nothing was created.'},
  VENDOR_UNREACHABLE: {
    exit: 'vendor',
    meaning: 'The vendor could not be reached, or answered with an error of its own.',
  },
  LOCKED: {exit: 'store', meaning: 'Another agac is working on this workflow.'},
  STORE_DAMAGED: {exit: 'store', meaning: 'A file of the store is not what agac wrote.'},
  STORE_WRITE: {exit: 'store', meaning: 'The store cannot be written: disk full, read-only, no permission.'},
  SUBMIT_UNCERTAIN: {
    exit: 'uncertain',
    meaning: 'A part may or may not have reached the vendor. It was not sent again.',
  },
  BATCH_PENDING: {exit: 'pending', meaning: 'The batch has not ended.'},
  REVIEW_PENDING: {
    exit: 'pending',
    meaning: 'Records wait for a person to decide on them. What was decided is kept.',
  },
  REVIEW_REQUIRED: {
    exit: 'failed',
    meaning: 'Records wait for a person to decide on them, and `--hitl fail` was given. What was decided is kept.',
  },
  BATCH_FAILED: {exit: 'failed', meaning: 'The batch ended with nothing usable.'},
  ACTION_FAILED: {exit: 'failed', meaning: 'Records of an action with `on_exhausted: raise` could not be completed.'},
  RECORDS_REJECTED: {exit: 'partial', meaning: 'Outputs were written; some records have no accepted answer.'},
  INTERRUPTED: {exit: 'interrupted', meaning: 'Stopped by a signal; what was sent is on record.'},
  BUG: {exit: 'bug', meaning: 'Something that should not happen did.'},
} as const satisfies Readonly<Record<string, ErrorKind>>;

export type ErrorCode = keyof typeof ERRORS;

export interface ErrorDetails {
  /** What to type next. */
  readonly actions?: readonly string[];
  /** For scripts: what `--json` shows; plain data. */
  readonly data?: unknown;
  /** Everything that is wrong in the user's files, where that is the reason. */
  readonly problems?: readonly Problem[];
  readonly cause?: unknown;
}

/** An expected failure: what, why, and what to type next. */
export class AgacError extends Error {
  readonly actions: readonly string[];
  readonly code: ErrorCode;
  readonly data: unknown;
  readonly problems: readonly Problem[];

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : {cause: details.cause});
    this.name = 'AgacError';
    this.code = code;
    this.actions = details.actions ?? [];
    this.data = details.data;
    this.problems = details.problems ?? [];
  }
}

/** One thing wrong in the user's files. All of them are collected before any is reported. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** Relative to the project root. */
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  readonly message: string;
  /** What to write instead, or what to type. */
  readonly suggestion?: string;
}
