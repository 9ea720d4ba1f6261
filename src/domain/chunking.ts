/** Vocabularies that tokens can be counted with. */
export const TOKENIZERS = ['cl100k_base', 'o200k_base', 'p50k_base', 'r50k_base'] as const;
export type Tokenizer = (typeof TOKENIZERS)[number];

/** How long texts become several records. */
export interface Chunking {
  /** The most that a chunk has, in tokens or characters. */
  readonly size: number;
  /** How much of a chunk the next one begins with, in the same; less than `size`. */
  readonly overlap: number;
  /** Whose tokens are counted; undefined: characters (code points) are. */
  readonly tokenizer?: Tokenizer;
}
