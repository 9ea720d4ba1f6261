import {isFault, type JsonObject, type ModelRequest} from '@agac/provider';
import {listOf, objectOf, textOf} from '@agac/provider/kit';
import {withSchemaTold} from '@agac/provider/openai-shape';

/**
 * How an answer is held to its schema: by the schema beside the messages, by the demand for some JSON, or by the messages
 * alone. In the two last, a message tells the schema.
 */
export type AnswerForm = 'schema' | 'json' | 'text';

/** The forms that a server was found to take, by model and name of the schema: a refusal may be of one schema alone. */
export type KnownForms = Map<string, AnswerForm>;

/** The code of a fault that is a refusal of the form. */
export const FORM_REFUSED = 'form-refused';

const BELOW: Readonly<Record<AnswerForm, AnswerForm | undefined>> = {schema: 'json', json: 'text', text: undefined};
/** Every server says it in words of its own; most name the field. */
const NAMES_FORM = /response_format|json_schema|json_object|structured[ _]output|schema|grammar/i;

/** Whether an answer with an error refuses the form in which a body asks, and there is a weaker one. */
export function refusesForm(body: JsonObject, status: number, said: string): boolean {
  return formOf(body) !== 'text' && (status === 400 || status === 422) && NAMES_FORM.test(said);
}

/**
 * Asks in the firmest form that is not refused, beginning with the body's own or the one that is known to be taken. Told
 * is the form where it is a weaker one.
 */
export async function askInForm<Answer>(
  body: JsonObject,
  known: KnownForms,
  ask: (body: JsonObject) => Promise<Answer>,
): Promise<{readonly answer: Answer; readonly weaker?: AnswerForm}> {
  const own = formOf(body);
  const kind = `${textOf(body['model'])} ${textOf(formatOf(body)['name'])}`;
  let form = known.get(kind) ?? own;
  for (;;) {
    try {
      const answer = await ask(inForm(body, form));
      if (form === own) return {answer};
      known.set(kind, form);
      return {answer, weaker: form};
    } catch (error) {
      const below = isFault(error) && error.code === FORM_REFUSED ? BELOW[form] : undefined;
      if (below === undefined) throw error;
      form = below;
    }
  }
}

/** The same body in this form, which is its own or a weaker one. */
export function inForm(body: JsonObject, form: AnswerForm): JsonObject {
  const own = formOf(body);
  if (form === own) return body;
  const {response_format: _, ...told} = own === 'schema' ? withMessage(body) : body;
  return form === 'text' ? told : {...told, response_format: {type: 'json_object'}};
}

function formOf(body: JsonObject): AnswerForm {
  const type = objectOf(body['response_format'])?.['type'];
  return type === 'json_schema' ? 'schema' : type === 'json_object' ? 'json' : 'text';
}

/** Name and schema. */
function formatOf(body: JsonObject): JsonObject {
  return objectOf(objectOf(body['response_format'])?.['json_schema']) ?? {};
}

function withMessage(body: JsonObject): JsonObject {
  const messages = (listOf(body['messages']) ?? []).map((message) => {
    const {role, content} = objectOf(message) ?? {};
    return {role, text: content} as ModelRequest['messages'][number];
  });
  const told = withSchemaTold({messages}, objectOf(formatOf(body)['schema']) ?? {});
  return {...body, messages: told.messages.map(({role, text}) => ({role, content: text}))};
}
