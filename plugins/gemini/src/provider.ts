import type {Call, ModelRequest, OpenProvider, PartStatus, Receipt, Result} from '@agac/provider';
import {lowered, objectIn, openClient, unlessMissing} from '@agac/provider/kit';
import {
  BASE_URL,
  documentIn,
  filePath,
  isInline,
  isNoFile,
  jobPath,
  modelPath,
  type Opened,
  PATIENT,
  VENDOR,
} from './api.js';
import {decodeLine, decodeResponse} from './decode.js';
import {encodeRequest} from './encode.js';
import {explain} from './faults.js';
import {find} from './find.js';
import {describeModel} from './models.js';
import {readOptions} from './options.js';
import {results} from './results.js';
import {readStatus} from './status.js';
import {submit} from './submit.js';

/** Opens the adapter for the Gemini API; sends nothing. */
export const open: OpenProvider = (settings) => {
  const options = readOptions(settings.options);
  const client = openClient(
    // What is asked has its version in its path.
    {...settings, baseUrl: settings.baseUrl?.replace(/\/+$/, '').replace(/\/v1(alpha|beta)?$/, '')},
    {
      vendor: VENDOR,
      baseUrl: BASE_URL,
      ownHosts: [new URL(BASE_URL).host],
      headers: (key) => ({'x-goog-api-key': key}),
      explain,
    },
  );
  const describe: Opened['describe'] = (model) => lowered(describeModel(model), options.limits);
  const opened: Opened = {client, options, describe};
  return {
    contract: 1,
    name: settings.name,
    settleMs: options.settleMs,
    ...client.reach,
    describe,
    encode: (request) => encodeRequest(request, options),
    submit: (part, call) => submit(opened, part, call),
    find: (lost, call) => find(opened, lost, call),
    status: (receipt, call) => status(opened, receipt, call),
    results: (receipt, call) => results(opened, receipt, call),
    decode: decodeLine,
    cancel: (receipt, call) => cancel(opened, receipt, call),
    discard: (receipt, call) => discard(opened, receipt, call),
    complete: (request, call) => complete(opened, request, call),
  };
};

async function status({client}: Opened, receipt: Receipt, call: Call): Promise<PartStatus> {
  const patience = isInline(receipt) ? PATIENT : {};
  return readStatus(await documentIn(await client.ask(call, {method: 'GET', path: jobPath(receipt), ...patience})));
}

async function cancel(opened: Opened, receipt: Receipt, call: Call): Promise<void> {
  const {client} = opened;
  const response = await client.send(call, {method: 'POST', path: `${jobPath(receipt)}:cancel`, json: {}});
  if (response.status >= 200 && response.status < 300) return response.close();
  const refused = await client.faultOf(response);
  if (response.status !== 400 && response.status !== 409) throw refused;
  // A job that has ended need not be cancelled; what Google says to that is not documented.
  const now = await status(opened, receipt, call);
  if (now.phase !== 'ended') throw refused;
  call.log(`${VENDOR}: ${receipt.id} is ${now.word}, there is nothing to cancel`);
}

/** The job, with its results, and the file that it was given. */
async function discard({client}: Opened, receipt: Receipt, call: Call): Promise<void> {
  const job = await unlessMissing(client.ask(call, {method: 'DELETE', path: jobPath(receipt)}));
  job?.close();
  for (const file of receipt.files ?? []) {
    const response = await client.send(call, {method: 'DELETE', path: filePath(file)});
    if (response.status < 200 || response.status > 299) {
      const refused = await client.faultOf(response);
      if (!isNoFile(response)) throw refused;
    } else response.close();
  }
}

async function complete({client, options}: Opened, request: ModelRequest, call: Call): Promise<Result> {
  const {body} = encodeRequest(request, options);
  const path = modelPath(request.model, 'generateContent');
  const response = await client.send(call, {method: 'POST', path, json: body, ...PATIENT});
  if (response.status >= 200 && response.status < 300) return decodeResponse('', await objectIn(response, VENDOR));
  const refused = await client.faultOf(response);
  if (refused.code !== 'refused' || ![400, 422].includes(response.status)) throw refused;
  return {kind: 'fault', id: '', fault: {code: refused.code, message: refused.message, retry: 'never'}};
}
