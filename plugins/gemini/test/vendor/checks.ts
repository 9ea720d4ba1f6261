import type {JsonObject} from '@agac/provider';
import {refuse} from '@agac/provider/fake';

/** Fields of a GenerateContentRequest, as Google's reference has them; any other name is refused. */
const REQUEST = [
  'model',
  'contents',
  'systemInstruction',
  'tools',
  'toolConfig',
  'safetySettings',
  'generationConfig',
  'cachedContent',
  'serviceTier',
  'store',
];

/** Refuses a whole create for one row that is no good, as Google does. */
export function checkRow(row: JsonObject, number: number): void {
  const request = row['request'] as JsonObject | undefined;
  if (request === undefined) invalid(`Request ${number} has no request.`);
  checkRequest(request);
}

export function checkRequest(request: JsonObject): void {
  for (const name of Object.keys(request)) {
    if (!REQUEST.includes(name)) invalid(`Invalid JSON payload received. Unknown name "${name}": Cannot find field.`);
  }
  const contents = request['contents'] as readonly JsonObject[] | undefined;
  if (contents === undefined || contents.length === 0)
    invalid('* GenerateContentRequest.contents: contents is not specified');
  for (const {role} of contents) {
    if (role !== undefined && role !== 'user' && role !== 'model') {
      invalid(`Please use a valid role: user, model. ${JSON.stringify(role)} is none.`);
    }
  }
}

/** The model of a path; one that cannot be asked so is answered with 404. */
export function checkModel(model: string): string {
  if (/^gem(ini|ma)-/.test(model)) return model;
  return refuse(404, 'NOT_FOUND', `models/${model} is not found for API version v1beta, or is not supported.`);
}

export function invalid(message: string): never {
  return refuse(400, 'INVALID_ARGUMENT', message);
}
