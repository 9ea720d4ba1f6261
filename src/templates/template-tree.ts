import {type Segment, segmentsOf} from './template-code.js';

export type TemplateNode = Leaf | Block;

/** Text, a comment, a raw block, an output, or a statement that stands alone. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly segment: Segment;
}

/** A statement with what it holds, up to its end: `{% if %}…{% else %}…{% endif %}`. */
export interface Block {
  readonly kind: 'block';
  readonly keyword: string;
  readonly clauses: readonly Clause[];
  readonly end: Segment;
}

/** A statement that opens a part of a block (`if`, `elif`, `else`), and that part. */
export interface Clause {
  readonly head: Segment;
  readonly body: readonly TemplateNode[];
}

/** A template whose blocks do not fit together. */
export class UnevenTemplate extends Error {
  override readonly name = 'UnevenTemplate';
  /** Position in the template. */
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const BLOCKS = ['for', 'if', 'macro', 'filter', 'call', 'with', 'block', 'autoescape'];
const BRANCHES = ['else', 'elif'];

interface Open {
  readonly keyword: string;
  readonly clauses: {readonly head: Segment; readonly body: TemplateNode[]}[];
}

/**
 * The blocks of a template, one inside of the other.
 * @throws UnevenTemplate where one is not closed, or closed without having been opened
 */
export function templateTree(source: string): readonly TemplateNode[] {
  const top: TemplateNode[] = [];
  const open: Open[] = [];
  const here = () => open.at(-1)?.clauses.at(-1)?.body ?? top;
  for (const segment of segmentsOf(source)) {
    const keyword = segment.kind === 'statement' ? (segment.tokens[0]?.text ?? '') : '';
    const inner = open.at(-1);
    if (opensBlock(segment)) open.push({keyword, clauses: [{head: segment, body: []}]});
    else if (BRANCHES.includes(keyword) && inner !== undefined) inner.clauses.push({head: segment, body: []});
    else if (keyword.startsWith('end')) {
      if (inner === undefined || keyword !== `end${inner.keyword}`) throw closesNothing(segment, inner);
      open.pop();
      here().push({kind: 'block', ...inner, end: segment});
    } else here().push({kind: 'leaf', segment});
  }
  const unclosed = open.at(-1);
  if (unclosed === undefined) return top;
  const {keyword, clauses} = unclosed;
  throw new UnevenTemplate(`{% ${keyword} %} is never closed with {% end${keyword} %}`, clauses[0]!.head.start);
}

/** `set` is a block where it gives no value itself. */
function opensBlock({kind, tokens}: Segment): boolean {
  if (kind !== 'statement') return false;
  const keyword = tokens[0]?.text ?? '';
  return BLOCKS.includes(keyword) || (keyword === 'set' && !tokens.some(({text}) => text === '='));
}

function closesNothing({tokens, start}: Segment, inner: Open | undefined): UnevenTemplate {
  const found = `{% ${tokens[0]?.text} %}`;
  if (inner === undefined) return new UnevenTemplate(`${found} closes nothing`, start);
  return new UnevenTemplate(`${found} stands where {% end${inner.keyword} %} was expected`, start);
}
