import type {Json, JsonObject, Parameters} from '@agac/provider';
import type {Chunking} from './chunking.js';
import type {Guard} from './guard.js';

/**
 * A workflow, checked and resolved: prompts, schemas, seed data and settings are in it, so that it can be stored with
 * a run as plain JSON and nothing of the project's files is read again.
 */
export interface Workflow {
  readonly name: string;
  readonly description?: string;
  /** The YAML file, relative to the project root. */
  readonly file: string;
  readonly input: InputSpec;
  /** Where `<action>/<input name>.json` goes, relative to the project root. */
  readonly outputDir: string;
  /** Folders of its tools, relative to the project root. */
  readonly toolPaths: readonly string[];
  /** In an order in which every action comes after what it depends on. */
  readonly actions: readonly Action[];
}

export interface InputSpec {
  /** Folder of the input files, relative to the project root. */
  readonly folder: string;
  /** Suffixes to read, with the dot (`.json`); undefined: all that agac knows. */
  readonly fileTypes?: readonly string[];
  /** At most so many files, in name order. */
  readonly fileLimit?: number;
  /** At most so many records of each file. */
  readonly recordLimit?: number;
  /** Where records come from instead of the folder. */
  readonly api?: ApiSource;
  /** Undefined: a text is one record, however long. */
  readonly chunking?: Chunking;
}

/** An address that answers a GET with JSON. */
export interface ApiSource {
  /** `https`, or `http` on this machine; its query is in it, a secret is not. */
  readonly url: string;
  /** By name; `${NAME}` in a value stands for an environment variable. */
  readonly headers: Readonly<Record<string, string>>;
  /** Keys that lead to the list of records; none: the answer itself. */
  readonly records: readonly string[];
  /** Keys that lead to the address of the next page; absent: there is one page. */
  readonly next?: readonly string[];
  /** Of all pages together. */
  readonly maxBytes: number;
  /** For all pages together. */
  readonly timeoutSeconds: number;
}

export type Action = LlmAction | ToolAction;

interface ActionBase {
  readonly name: string;
  readonly intent?: string;
  /** Names of the actions whose outputs are this one's records; none: the staged records. */
  readonly dependencies: readonly string[];
  readonly scope: ContextScope;
  /** Which of its records it is about; absent: all. */
  readonly guard?: Guard;
  /** JSON Schema of one output's `content`; undefined: anything (tools), or text mode. */
  readonly schema?: ActionSchema;
  /** Line of the action in the workflow file, from 1. */
  readonly line: number;
}

export interface LlmAction extends ActionBase {
  readonly kind: 'llm';
  readonly runMode: 'batch' | 'online';
  readonly vendor: string;
  readonly model: string;
  /** Name of the environment variable with the key, where the workflow says one. */
  readonly keyEnv?: string;
  readonly baseUrl?: string;
  readonly prompt: Prompt;
  /** False: the answer is text and goes to {@link outputField}. */
  readonly jsonMode: boolean;
  readonly outputField: string;
  readonly parameters: Parameters;
  /** Keys under `vendor_options`, passed to the provider as they are. */
  readonly vendorOptions: JsonObject;
  /** Ask again, unchanged, what is missing or faulted. */
  readonly retry: AskAgain;
  /** Ask again, showing the problem, what is invalid. */
  readonly reprompt: Reprompt;
}

export interface ToolAction extends ActionBase {
  readonly kind: 'tool';
  /** Name of the exported function, or of the file with a default export. */
  readonly impl: string;
  /** The tool file, relative to the project root. */
  readonly file: string;
  /** `record`: called once a record; `file`: once an input file, with all of its records. */
  readonly granularity: 'record' | 'file';
  /** How long one call may take, in seconds, where the workflow says. */
  readonly timeLimit?: number;
}

export interface AskAgain {
  /** How many times one record may be asked again; 0: never. */
  readonly maxAttempts: number;
  readonly onExhausted: 'return_last' | 'raise';
}

export interface Reprompt extends AskAgain {
  /** What judges answers that fit the schema. */
  readonly validator?: ValidatorRef;
  /** Whoever is asked again is told to find out first what was wrong. */
  readonly selfReflection?: true;
}

/** What a function of the user is for. */
export type Role = 'tool' | 'validator';

/** A function of the user that says whether an answer is good. */
export interface ValidatorRef {
  readonly name: string;
  /** Its file, relative to the project root. */
  readonly file: string;
}

export interface Prompt {
  readonly text: string;
  /** As the user wrote it: `$file.Name`, or `inline`. */
  readonly name: string;
  /** Where its text begins. */
  readonly file: string;
  readonly line: number;
}

export interface ActionSchema {
  readonly name: string;
  /** The whole JSON Schema as the user wrote it, normalised to an object or array at the root. */
  readonly json: JsonObject;
  /** `array`: an answer is a list, and each item is a record of its own. */
  readonly root: 'object' | 'array';
}

/** Which fields an action sees and hands on. */
export interface ContextScope {
  /** What the model or tool is shown. */
  readonly observe: readonly FieldRef[];
  /** Taken out of the above again. */
  readonly drop: readonly FieldRef[];
  /** Copied to the output's content, never shown. */
  readonly passthrough: readonly FieldRef[];
  /** Seed data by name, read when the workflow was. */
  readonly seed: Readonly<Record<string, Json>>;
}

/** `namespace.field.sub`, or `namespace.*`. The namespace is `source`, `seed` or an action upstream. */
export interface FieldRef {
  readonly namespace: string;
  /** Empty for `namespace.*`. */
  readonly path: readonly string[];
  readonly line: number;
}
