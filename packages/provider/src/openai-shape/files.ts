import type {Call, Steps} from '../contract/call.js';
import type {Part} from '../contract/part.js';
import {fault} from '../fault.js';
import type {JsonObject} from '../json.js';
import {checkPart, type PartRules, wireLines} from '../kit/check-part.js';
import {type Download, rangeFrom} from '../kit/download-lines.js';
import {formData} from '../kit/multipart.js';
import {countOf, known, textOf} from '../kit/read-json.js';
import {unlessMissing, type VendorClient} from '../kit/vendor-client.js';
import {idOf} from './job.js';

export interface FileRules extends PartRules {
  /** Fields of the upload besides the file, such as `purpose`. */
  readonly fields: Readonly<Record<string, string>>;
  /** The field that says the file's name once more. */
  readonly nameField?: string | undefined;
  /** Where files are, behind the base URL. */
  readonly path: string;
  /** Where they are uploaded to, if not there. */
  readonly uploadPath?: string | undefined;
  readonly vendor: string;
}

/** An upload that is there, as a step that a later attempt can go on from. */
export interface Upload {
  readonly file: string;
  /** When the vendor's clock says it was made, in seconds since 1970: no job of this file can be older. */
  readonly uploadedAt?: number;
}

/** Checks a part and uploads its lines as a file that is named after its key, unless an earlier attempt's is there. */
export async function inputFile(client: VendorClient, part: Part, {call, rules}: Uploading): Promise<Upload> {
  const bytes = await checkPart(part, rules);
  return (await savedUpload(client, {call, rules})) ?? upload(client, part, {call, rules, bytes});
}

interface Uploading {
  readonly call: Call & Steps;
  readonly rules: FileRules;
}

async function savedUpload(client: VendorClient, {call, rules}: Uploading): Promise<Upload | undefined> {
  const file = textOf(call.step?.['file']);
  if (file === undefined) return undefined;
  const there = await unlessMissing(client.json(call, {method: 'GET', path: filePath(rules.path, file)}));
  return there && {file, ...known({uploadedAt: countOf(call.step?.['uploadedAt'])})};
}

async function upload(
  client: VendorClient,
  part: Part,
  {call, rules, bytes}: Uploading & {readonly bytes: number},
): Promise<Upload> {
  const fileName = `${part.key}.jsonl`;
  const fields = rules.nameField === undefined ? rules.fields : {...rules.fields, [rules.nameField]: fileName};
  const form = formData(fields, {
    name: 'file',
    fileName,
    type: 'application/jsonl',
    bytes,
    chunks: wireLines(part, rules.toLine),
  });
  const made = await client.json(call, {method: 'POST', path: rules.uploadPath ?? rules.path, ...form});
  const step: Upload & JsonObject = {
    file: idOf(made, rules.vendor),
    ...known({uploadedAt: countOf(made['created_at'])}),
  };
  await call.save(step);
  return step;
}

/** A result file, to be read. Its job is done, so a file that is not there is gone. */
export function resultDownload(client: VendorClient, call: Call, {path, id, vendor}: ResultFile): Download {
  const about = () => unlessMissing(client.json(call, {method: 'GET', path: filePath(path, id)}));
  return {
    open: async (offset) => {
      const question = {method: 'GET' as const, path: `${filePath(path, id)}/content`, headers: rangeFrom(offset)};
      const response = await unlessMissing(client.ask(call, question));
      if (response !== undefined) return response;
      // A job can be completed a moment before its file can be read.
      if ((await about()) !== undefined) {
        throw fault({
          code: 'not-ready',
          message: `${vendor} has the file ${id} but cannot give it yet.`,
          retry: 'later',
        });
      }
      throw fault({code: 'gone', message: `${vendor} no longer has the result file ${id}.`, retry: 'never'});
    },
    bytes: async () => countOf((await about())?.['bytes']),
  };
}

interface ResultFile {
  readonly path: string;
  readonly id: string;
  readonly vendor: string;
}

/** Deletes files; one that is not there is none the less deleted. */
export async function deleteFiles(
  client: VendorClient,
  call: Call,
  path: string,
  ids: readonly string[],
): Promise<void> {
  for (const id of ids) await unlessMissing(client.json(call, {method: 'DELETE', path: filePath(path, id)}));
}

function filePath(path: string, id: string): string {
  return `${path}/${encodeURIComponent(id)}`;
}
