import type {Call, OpenProvider, PartStatus, Receipt} from '@agac/provider';
import {lowered, objectIn, openClient, retryAfterMs, stopJob, unlessMissing} from '@agac/provider/kit';
import {completeNow, deleteFiles, encodeRequest, readResultLine, type Wording} from '@agac/provider/openai-shape';
import {find} from './find.js';
import {readStatus, resultFiles, VENDOR} from './job.js';
import {describeModel} from './models.js';
import type {Opened} from './opened.js';
import {readOptions} from './options.js';
import {jobPath, results} from './results.js';
import {fitMistral} from './schema.js';
import {FILES, submit, wireLine} from './submit.js';

/** Opens the adapter for Mistral; sends nothing. Throws `unsupported` for options that cannot be. */
export const open: OpenProvider = (settings) => {
  const options = readOptions(settings.options);
  const client = openClient(settings, {
    vendor: VENDOR,
    baseUrl: 'https://api.mistral.ai',
    ownHosts: ['api.mistral.ai'],
    headers: (key) => ({authorization: `Bearer ${key}`}),
  });
  const wording: Wording = {
    describe: (model) => lowered(describeModel(model, options), options.limits),
    endpoint: '/v1/chat/completions',
    parameterFields: {seed: 'random_seed'},
    fit: fitMistral,
    options,
    toLine: wireLine,
  };
  const opened: Opened = {client, options, describe: wording.describe};
  return {
    contract: 1,
    name: settings.name,
    settleMs: options.settleMs,
    ...client.reach,
    describe: wording.describe,
    encode: (request) => encodeRequest(request, wording),
    submit: (part, call) => submit(opened, part, call),
    find: (lost, call) => find(opened, lost, call),
    status: (receipt, call) => status(opened, receipt, call),
    results: (receipt, call) => results(opened, receipt, call),
    decode: readResultLine,
    cancel: (receipt, call) =>
      stopJob(client, call, {path: `${jobPath(receipt)}/cancel`, standing: () => status(opened, receipt, call)}),
    discard: (receipt, call) => discard(opened, receipt, call),
    complete: (request, call) => {
      const {body} = encodeRequest(request, wording);
      return completeNow(client, call, {path: '/v1/chat/completions', body, vendor: VENDOR, key: settings.key()});
    },
  };
};

async function status({client}: Opened, receipt: Receipt, call: Call): Promise<PartStatus> {
  const response = await client.ask(call, {method: 'GET', path: jobPath(receipt)});
  const pollAfterMs = retryAfterMs(response.headers['retry-after'], Date.now());
  return {...readStatus(await objectIn(response, VENDOR)), ...(pollAfterMs !== undefined && {pollAfterMs})};
}

/** The files that the job had and made, then the job itself. */
async function discard({client}: Opened, receipt: Receipt, call: Call): Promise<void> {
  const job = await unlessMissing(client.json(call, {method: 'GET', path: jobPath(receipt)}));
  await deleteFiles(client, call, FILES, [...(receipt.files ?? []), ...(job ? resultFiles(job) : [])]);
  await unlessMissing(client.json(call, {method: 'DELETE', path: jobPath(receipt)}));
}
