import type {Json, JsonObject, Parameters} from '@agac/provider';
import type {Chunking} from './chunking.js';
import type {FunctionRef} from './function-ref.js';
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
  /** Whose outputs are the records, in place of what lies in the folder. */
  readonly upstream?: readonly UpstreamInput[];
  /** Where records come from instead of the folder. */
  readonly api?: ApiSource;
  /** Undefined: a text is one record, however long. */
  readonly chunking?: Chunking;
}

/** An action of another workflow whose outputs are records of this one. */
export interface UpstreamInput {
  readonly workflow: string;
  readonly action: string;
  /** Folder of its outputs, relative to the project root. */
  readonly folder: string;
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

export type Action = LlmAction | ToolAction | HitlAction;

interface ActionBase {
  readonly name: string;
  readonly intent?: string;
  /** Names of the actions whose outputs are this one's records; none: the staged records. */
  readonly dependencies: readonly string[];
  /** Those of them that it merely observes, besides what its records are: what they filtered is null for it. */
  readonly beside?: readonly string[];
  readonly scope: ContextScope;
  /** Which of its records it is about; absent: all. */
  readonly guard?: Guard;
  /** What it takes at most; what is beyond leaves it without an output. */
  readonly limit?: ActionLimit;
  /** JSON Schema of one output's `content`; undefined: anything (tools), or text mode. */
  readonly schema?: ActionSchema;
  /** Line of the action in the workflow file, from 1. */
  readonly line: number;
}

/** Counted as records enter, in input order. */
export interface ActionLimit {
  /** Of each input file. */
  readonly records?: number;
  readonly files?: number;
}

export interface LlmAction extends ActionBase {
  readonly kind: 'llm';
  readonly runMode: 'batch' | 'online';
  readonly vendor: string;
  /** Name of the provider that serves the vendor, where the project gave the vendor its name. */
  readonly adapter?: string;
  readonly model: string;
  /** Name of the environment variable with the key, where the workflow or the settings say one. */
  readonly keyEnv?: string;
  readonly baseUrl?: string;
  readonly prompt: Prompt;
  /** A function that says what a record's answer must look like, in place of {@link schema}. */
  readonly schemaFrom?: FunctionRef;
  /** False: the answer is text and goes to {@link outputField}. */
  readonly jsonMode: boolean;
  readonly outputField: string;
  readonly parameters: Parameters;
  /** The options of the settings, and `vendor_options` over them; passed to the provider as they are. */
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

/** A person decides on its records: human in the loop. */
export interface HitlAction extends ActionBase {
  readonly kind: 'hitl';
  /** `record`: a decision for each record; `file`: one for all records of an input file. */
  readonly granularity: 'record' | 'file';
  /** What the person is told to do. */
  readonly instructions: string;
  /** Where the page is served, on this machine alone. */
  readonly port: number;
  /** After so many seconds without a sign of the person the run is left as it is. */
  readonly timeout: number;
  readonly commentOnReject: boolean;
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

/** One that says whether an answer is good. */
export type ValidatorRef = FunctionRef;

export interface Prompt {
  readonly text: string;
  /** Functions that are called for each record; the text has places for what they return: `dispatch_task.name`. */
  readonly dispatches?: readonly FunctionRef[];
  /** Definitions of the macros that the text calls. */
  readonly macros?: string;
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
  /** Names that stand for one action upstream, by the name that the references have. */
  readonly names?: Readonly<Record<string, string>>;
  /** The same for every record: `version`, `i` and the like, of an action that is one of several versions. */
  readonly constants?: JsonObject;
  /** Fields of actions upstream that these passed through, by the names they had before. */
  readonly former?: readonly FormerName[];
}

/** A field that an action passed through has two names: `label.id`, and `label.source.id` for where it came from. */
export interface FormerName {
  /** The action that passed it through. */
  readonly namespace: string;
  /** Where it came from: namespace and path; without a path, all of it. */
  readonly from: readonly string[];
  /** Its name in the action's content; undefined: all of it. */
  readonly field?: string;
  /** A reference of the context scope has this name. Without one it is there for prompts and guards only. */
  readonly isReferred?: true;
}

/** `namespace.field.sub`, or `namespace.*`. The namespace is `source`, `seed`, `version` or an action upstream. */
export interface FieldRef {
  readonly namespace: string;
  /** Empty for `namespace.*`. */
  readonly path: readonly string[];
  readonly line: number;
  /** Of what is passed through: it stands under the name of its namespace, for others of that name come along. */
  readonly nested?: true;
}
