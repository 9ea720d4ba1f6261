import {fileLines, type StoredFile} from '../../fake/file-store.js';
import type {JsonObject} from '../../json.js';

/** What OpenAI would find wrong with an input file while it validates it; it stops at the first bad line. */
export async function badLines(
  file: StoredFile,
  {endpoint, mixed}: {readonly endpoint: string; readonly mixed: boolean},
): Promise<readonly string[]> {
  const ids = new Set<string>();
  let model: unknown;
  let number = 0;
  for await (const text of fileLines(file)) {
    number += 1;
    const line = parsed(text);
    const body = line?.['body'] as JsonObject | undefined;
    if (line === undefined || body === undefined) return [`invalid_json_line: line ${number} is no request.`];
    if (ids.has(String(line['custom_id'])))
      return [`duplicate_custom_id: line ${number} repeats ${line['custom_id']}.`];
    if (line['url'] !== endpoint)
      return [`invalid_url: line ${number} is for ${line['url']}, the batch for ${endpoint}.`];
    if (body['stream'] === true) return [`streaming_unsupported: line ${number}.`];
    model ??= body['model'];
    if (!mixed && body['model'] !== model) return [`mismatched_model: line ${number} is for ${body['model']}.`];
    ids.add(String(line['custom_id']));
  }
  return number === 0 ? ['empty_file: The file has no requests.'] : [];
}

function parsed(text: string): JsonObject | undefined {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return undefined;
  }
}
