import type {OpenProvider} from '@agac/provider';
import {openAiShaped} from '@agac/provider/openai-shape';
import {groqDialect} from './dialect.js';
import {readOptions} from './options.js';

/** Opens the adapter for Groq; sends nothing. Throws `unsupported` for a window that there is not. */
export const open: OpenProvider = ({baseUrl, ...settings}) => {
  const dialect = groqDialect(readOptions(settings.options));
  return openAiShaped({...settings, ...(baseUrl !== undefined && {baseUrl: apiUrl(baseUrl)})}, dialect);
};

/** Groq's own client takes `https://api.groq.com` and puts the rest behind it; clients of OpenAI are given all of it. */
function apiUrl(baseUrl: string): string {
  const url = baseUrl.replace(/\/+$/, '');
  return url.endsWith('/v1') ? url : `${url}/openai/v1`;
}
