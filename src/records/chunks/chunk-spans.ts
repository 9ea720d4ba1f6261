/** What a text may be cut between. */
export interface Piece {
  /** In UTF-16 code units. */
  readonly length: number;
  /** In what a chunk is measured in. */
  readonly weight: number;
}

/** A chunk of a text: from, and up to, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts a text into chunks of at most `size`, each of which begins with at most `overlap` of the one before. A piece that
 * is heavier than that is a chunk of its own; no text at all is one, too.
 */
export function chunkSpans(pieces: Iterable<Piece>, {size, overlap}: {size: number; overlap: number}): readonly Span[] {
  const spans: Span[] = [];
  let chunk: Piece[] = [];
  let weight = 0;
  let start = 0;
  let end = 0;
  for (const piece of pieces) {
    if (chunk.length > 0 && weight + piece.weight > size) {
      spans.push({start, end});
      let left = 0;
      while (left < chunk.length && (weight > overlap || weight + piece.weight > size)) {
        const {length, weight: taken} = chunk[left]!;
        start += length;
        weight -= taken;
        left += 1;
      }
      chunk = chunk.slice(left);
    }
    chunk.push(piece);
    weight += piece.weight;
    end += piece.length;
  }
  return [...spans, {start, end}];
}
