import {type Chunking, TOKENIZERS} from '../domain/chunking.js';
import {CHUNK_CONFIG} from '../project/chunk-keys.js';
import {compact, mapOf, textAt} from '../project/keys-of.js';
import type {Located, LocatedMap} from '../project/located.js';
import type {Problems} from '../project/problems.js';
import type {Draft} from './draft.js';

export interface ChunkingSource {
  /** What may say how texts are split, the nearest first: it counts as a whole. */
  readonly layers: readonly LocatedMap[];
  /** Actions that read the staged records: where one of them says it, all have to say the same. */
  readonly firstStage: readonly Draft[];
  readonly laterStages: readonly Draft[];
}

const SIZE = 1000;
const OVERLAP = 200;
/** Of a chunk smaller than the usual one, the overlap is as much as of that. */
const OVERLAP_SHARE = OVERLAP / SIZE;

/** How long texts become several records; undefined where nobody says that they do. */
export function parseChunking(source: ChunkingSource, problems: Problems): Chunking | undefined {
  const {layers, firstStage, laterStages} = source;
  const written = firstStage.filter(({own}) => firstKey(own) !== undefined);
  const said = firstStage.map(({own}) => chunkingOf(own, problems));
  const agree = written.length > 0 && new Set(said.map((chunking) => JSON.stringify(chunking ?? null))).size === 1;
  const misplaced = [...laterStages.filter(({own}) => firstKey(own) !== undefined), ...(agree ? [] : written)];
  for (const {own} of misplaced) {
    const message = 'Texts are split before the first actions, for all of them; one action alone cannot say how.';
    problems.error(firstKey(own)!, message, 'Write chunk_config at the top of the workflow or under defaults:.');
  }
  if (agree) return said[0];
  const layer = layers.find((each) => firstKey(each) !== undefined);
  return layer && chunkingOf(layer, problems);
}

/** Where a layer says it. */
function firstKey(keys: LocatedMap): Located | undefined {
  return Object.keys(CHUNK_CONFIG)
    .map((key) => keys.get(key))
    .find((entry) => entry !== undefined && entry.value !== null);
}

function chunkingOf(keys: LocatedMap, problems: Problems): Chunking | undefined {
  const place = firstKey(keys);
  if (place === undefined || keys.get('chunk_config')?.value === false) return undefined;
  const config = mapOf(keys.get('chunk_config'));
  const sizes = [config.get('chunk_size'), keys.get('chunk_size')].filter(isWritten);
  const overlaps = [config.get('overlap'), config.get('chunk_overlap'), keys.get('chunk_overlap')].filter(isWritten);
  for (const twice of [sizes[1], overlaps[1]]) {
    if (twice !== undefined) problems.error(twice, 'This is said twice.', 'Say it under chunk_config: only.');
  }
  const size = numberOf(sizes[0]) ?? SIZE;
  const overlap = numberOf(overlaps[0]) ?? Math.min(OVERLAP, Math.floor(size * OVERLAP_SHARE));
  // A size of 0 was reported with the keys.
  if (overlap >= size && size > 0) {
    const message = `The overlap, ${overlap}, is not less than the size of a chunk, ${size}.`;
    problems.error(overlaps[0] ?? place, message, `Write an overlap from 0 to ${size - 1}.`);
  }
  const inCharacters = textAt(config, 'split_method')?.toLowerCase() === 'chars';
  const named = textAt(config, 'tokenizer_model')?.toLowerCase();
  const tokenizer = TOKENIZERS.find((name) => name === named) ?? TOKENIZERS[0];
  return compact({size, overlap, tokenizer: inCharacters ? undefined : tokenizer});
}

function isWritten(entry: Located | undefined): entry is Located {
  return entry !== undefined && entry.value !== null;
}

function numberOf(entry: Located | undefined): number | undefined {
  return typeof entry?.value === 'number' ? entry.value : undefined;
}
