import type {BatchRate, JsonObject, Limits, ParameterName} from '@agac/provider';

/** All that is known of one server with OpenAI's batch API: plain data, from a preset and the user's options over it. */
export interface Facts {
  /** With `/v1`, or whatever stands before `/files` and `/batches`. Undefined: the user has to say. */
  readonly baseUrl?: string;
  /** The variable in which the vendor's own clients look for the key. Undefined: it may need none. */
  readonly keyEnv?: string;
  /** Whether there is a batch lane. Undefined: the server is asked. */
  readonly batchLane?: boolean;
  /** As jobs and their lines spell it: it ends in `/chat/completions` or `/responses`. */
  readonly endpoint: string;
  /** Undefined: nothing is said of it. */
  readonly completionWindow?: string;
  /** Of an upload for a job. */
  readonly purpose: string;
  readonly uploadPath: string;
  /** More fields of an upload, and of a create. */
  readonly uploadFields: Readonly<Record<string, string>>;
  readonly createFields: JsonObject;
  /** The field of an upload that says the file's name once more. */
  readonly fileNameField?: string;
  /** A line names method and URL, as OpenAI's does, or has but the id and the body. */
  readonly line: 'openai' | 'bare';
  /** Where the key of a part is kept. In the metadata of its job, or nowhere but in the name of its input file. */
  readonly keyIn: 'metadata' | 'file';
  /** Whether all lines of a file must be for one model. */
  readonly oneModel: boolean;
  readonly limits: Limits;
  readonly retentionDays?: number;
  /** `strict` and `hint` send the schema, to be kept to for sure or not; `json` tells it in a message. */
  readonly structuredOutput: 'strict' | 'hint' | 'json' | 'none';
  /** The field of each parameter that the vendor takes. */
  readonly parameters: Readonly<Partial<Record<ParameterName, string>>>;
  /** Undefined: not known. */
  readonly batchRate?: BatchRate;
  /** Models of which the rate is not known, where it is known of the others. */
  readonly rateUnknownFor?: readonly string[];
  /** The first question to the list of jobs, behind `?`. */
  readonly listQuery: string;
  readonly settleMs: number;
  readonly pollMs?: number;
}

/** What is taken for true of a server of which nobody has said anything. */
export const OPENAI_LIKE: Facts = {
  endpoint: '/v1/chat/completions',
  completionWindow: '24h',
  purpose: 'batch',
  uploadPath: '/files',
  uploadFields: {},
  createFields: {},
  line: 'openai',
  keyIn: 'metadata',
  oneModel: true,
  // The smallest that any of the vendors with this API is known to have.
  limits: {requests: 50_000, bytes: 100_000_000},
  structuredOutput: 'hint',
  parameters: {
    temperature: 'temperature',
    maxTokens: 'max_tokens',
    topP: 'top_p',
    stop: 'stop',
    seed: 'seed',
    presencePenalty: 'presence_penalty',
    frequencyPenalty: 'frequency_penalty',
  },
  listQuery: 'limit=100',
  // How long a new job may be missing from the list is documented nowhere, so taken long.
  settleMs: 60_000,
};
