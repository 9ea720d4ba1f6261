import type {JsonObject, Message, ModelRequest} from '../contract.js';

/**
 * The same request, with the schema at the end of its first message of the system: of several such messages, the
 * templates of some models keep only one.
 */
export function withSchemaTold<Asked extends Pick<ModelRequest, 'messages'>>(
  request: Asked,
  schema: JsonObject,
): Asked {
  const told = `Answer with one JSON object and nothing else. It must keep to this JSON Schema:\n${JSON.stringify(schema)}`;
  const {messages} = request;
  const first = messages.findIndex(({role}) => role === 'system');
  if (first === -1) return {...request, messages: [{role: 'system', text: told}, ...messages]};
  const extended = (message: Message): Message => ({...message, text: `${message.text}\n\n${told}`});
  return {...request, messages: messages.map((message, index) => (index === first ? extended(message) : message))};
}
