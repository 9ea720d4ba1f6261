import type {Route} from '@agac/provider/fake';
import {deleteFile, getFile, startUpload, takeUpload} from './files.js';
import {cancel, create, download, generate, list, look, remove} from './jobs.js';

const at = (method: string, path: string) => new RegExp(`^${method} ${path.replace('VERSION', 'v1(?:beta)?')}$`);

/** The Gemini API, as far as batches need it. Both addresses of a download have been seen. */
export const ROUTES: readonly Route[] = [
  {pattern: at('POST', '/upload/VERSION/files'), query: /upload_id=/, on: 'upload', act: takeUpload},
  {pattern: at('POST', '/upload/VERSION/files'), on: 'other', act: startUpload},
  {pattern: at('GET', '(?:/download)?/VERSION/files/([^/]+):download'), on: 'results', act: download},
  {pattern: at('GET', '/VERSION/files/([^/]+)'), on: 'other', act: getFile},
  {pattern: at('DELETE', '/VERSION/files/([^/]+)'), on: 'discard', act: deleteFile},
  {pattern: at('POST', '/VERSION/models/([^/]+):batchGenerateContent'), on: 'create', act: create},
  {pattern: at('POST', '/VERSION/models/([^/]+):generateContent'), on: 'complete', act: generate},
  {pattern: at('GET', '/VERSION/batches'), on: 'list', act: list},
  // The adapter wants the responses of an inline job without white space: so the fake knows what it is asked for.
  {pattern: at('GET', '/VERSION/batches/([^/]+)'), query: /prettyPrint=false/, on: 'results', act: look},
  {pattern: at('GET', '/VERSION/batches/([^/]+)'), on: 'status', act: look},
  {pattern: at('POST', '/VERSION/batches/([^/]+):cancel'), on: 'cancel', act: cancel},
  {pattern: at('DELETE', '/VERSION/batches/([^/]+)'), on: 'discard', act: remove},
];
