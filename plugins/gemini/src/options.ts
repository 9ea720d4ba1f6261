import {fault, type Json, type JsonObject} from '@agac/provider';
import {objectOf} from '@agac/provider/kit';

/** The user's options, told apart: what is the adapter's own, and what goes into every request. */
export interface Options {
  /** Whether requests may stand in the create itself, where they are few enough. */
  readonly inline: boolean;
  readonly settleMs: number;
  readonly limits?: Json;
  /** Fields of every request, in camel case. */
  readonly body: JsonObject;
  /** Fields of its `generationConfig`, in camel case. */
  readonly generation: JsonObject;
  /** What cannot be sent, and why. */
  readonly notes: readonly string[];
}

/** How long a new job may be missing from Google's list; not documented, so taken long. */
const SETTLE_MS = 60_000;

/** Says what is asked, and of whom; agac says that itself. */
const OWN = 'agac says that itself';
const LEFT_OUT: Readonly<Record<string, string>> = {
  model: OWN,
  messages: OWN,
  input: OWN,
  contents: OWN,
  systemInstruction: OWN,
  enablePromptCaching: 'prompts are cached without being asked to, from Gemini 2.5 on',
  enableCaching: 'prompts are cached without being asked to, from Gemini 2.5 on',
  anthropicVersion: 'that is a header of another vendor',
};
const LEFT_OUT_OF_GENERATION: Readonly<Record<string, string>> = {
  candidateCount: 'one answer is read for each record',
  responseMimeType: OWN,
  responseSchema: OWN,
  responseJsonSchema: OWN,
  responseFormat: OWN,
};

/** Reads the options of the project and the workflow. Throws `unsupported` for an `inline` that is no yes or no. */
export function readOptions(options: JsonObject): Options {
  const {inline = true, settleMs, limits, ...rest} = options;
  if (typeof inline !== 'boolean') {
    const message = `The option inline is ${JSON.stringify(inline)}, neither true nor false.`;
    const hint = 'Write inline: false to have every job send its requests as a file.';
    throw fault({code: 'unsupported', message, hint, retry: 'never'});
  }
  const fields = inCamelCase(rest);
  const generationFields = inCamelCase(objectOf(fields.get('generationConfig')?.value) ?? {});
  fields.delete('generationConfig');
  const body = sorted(fields, LEFT_OUT);
  const generation = sorted(generationFields, LEFT_OUT_OF_GENERATION);
  return {
    inline,
    settleMs: typeof settleMs === 'number' ? settleMs : SETTLE_MS,
    ...(limits !== undefined && {limits}),
    body: body.kept,
    generation: generation.kept,
    notes: [...body.notes, ...generation.notes],
  };
}

interface Field {
  /** As the user spells it. */
  readonly name: string;
  readonly value: Json | undefined;
}

function sorted(fields: ReadonlyMap<string, Field>, leftOut: Readonly<Record<string, string>>) {
  const entries = [...fields];
  return {
    kept: Object.fromEntries(
      entries.filter(([name]) => leftOut[name] === undefined).map(([name, {value}]) => [name, value]),
    ),
    notes: entries.flatMap(([known, {name}]) => {
      const why = leftOut[known];
      return why === undefined ? [] : [`The option ${name} is left out: ${why}.`];
    }),
  };
}

/** Google takes `generation_config` as well as `generationConfig`; with one spelling, nothing is said twice. */
function inCamelCase(fields: JsonObject): Map<string, Field> {
  const entries = Object.entries(fields).map(([name, value]): [string, Field] => {
    return [name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), {name, value}];
  });
  return new Map(entries);
}
