import {TOKENIZERS} from '../domain/chunking.js';
import type {KeyTable} from './check-keys.js';
import {count, either, MAP, OFF, oneOf, type Shape} from './shapes.js';

const FROM_ZERO: Shape = {
  words: 'a whole number from 0',
  fits: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
};

/** What may stand under `chunk_config`. */
export const CHUNK_KEYS: KeyTable = {
  chunk_size: count(),
  overlap: FROM_ZERO,
  chunk_overlap: FROM_ZERO,
  split_method: oneOf('tiktoken', 'chars'),
  tokenizer_model: oneOf(...TOKENIZERS),
};

/** How long texts are split, wherever that may be said. */
export const CHUNK_CONFIG: KeyTable = {
  chunk_config: either(MAP, OFF),
  chunk_size: count(),
  chunk_overlap: FROM_ZERO,
};
