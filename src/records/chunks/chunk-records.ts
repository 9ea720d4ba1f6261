import type {JsonObject} from '@agac/provider';
import type {Chunking} from '../../domain/chunking.js';
import {chunkSpans} from './chunk-spans.js';
import {openPieces} from './pieces.js';

/** A text as its chunks, in order: each is the record with a piece of the text as `content`. */
export type Chunker = (record: JsonObject) => Iterable<Chunk>;

export interface Chunk {
  readonly record: JsonObject;
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

export async function openChunker(chunking: Chunking): Promise<Chunker> {
  const piecesOf = await openPieces(chunking.tokenizer);
  return function* (record) {
    const text = String(record['content'] ?? '');
    const spans = chunkSpans(piecesOf(text), chunking);
    for (const [position, {start, end}] of spans.entries()) {
      yield {record: {...record, content: text.slice(start, end)}, index: position + 1, count: spans.length};
    }
  };
}
