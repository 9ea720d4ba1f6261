/** A field of a thrift struct, with its number. */
type Field = readonly [number, Thrift];
/** 32-bit and 64-bit integers, texts and bytes, lists of one of them, structs. */
type Thrift =
  | {readonly i32: number}
  | {readonly i64: number}
  | {readonly text: string}
  | {readonly list: readonly Thrift[]}
  | {readonly struct: readonly Field[]};

const TYPES = {i32: 5, i64: 6, text: 8, list: 9, struct: 12} as const;

const i32 = (value: number): Thrift => ({i32: value});
const i64 = (value: number): Thrift => ({i64: value});
const text = (value: string): Thrift => ({text: value});
const list = (...items: readonly Thrift[]): Thrift => ({list: items});
const struct = (...fields: readonly Field[]): Thrift => ({struct: fields});

function typeOf(value: Thrift): number {
  return TYPES[Object.keys(value)[0] as keyof typeof TYPES];
}

export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = BigInt(value);
  for (; left > 127n; left >>= 7n) bytes.push(Number(left & 127n) | 128);
  return Buffer.from([...bytes, Number(left)]);
}

/** The compact protocol. */
function written(value: Thrift): Buffer {
  if ('i32' in value) return varint(value.i32 * 2);
  if ('i64' in value) return varint(value.i64 * 2);
  if ('text' in value) return Buffer.concat([varint(value.text.length), Buffer.from(value.text)]);
  if ('list' in value) {
    const [first = i32(0)] = value.list;
    return Buffer.concat([Buffer.from([(value.list.length << 4) | typeOf(first)]), ...value.list.map(written)]);
  }
  let last = 0;
  const fields = value.struct.map(([number, field]) => {
    const head = ((number - last) << 4) | typeOf(field);
    last = number;
    return Buffer.concat([Buffer.from([head]), written(field)]);
  });
  return Buffer.concat([...fields, Buffer.from([0])]);
}

export interface Claims {
  /** What the file says of its rows. */
  readonly rows: number;
  /** What its one page says of its values, all of them null: a run of that length is five bytes. */
  readonly values: number;
  /** Whether it has a column at all. */
  readonly isEmpty?: boolean;
}

/** A parquet file of one optional column of whole numbers, and of some hundred bytes, whatever it claims to hold. */
export function parquetFile({rows, values, isEmpty = false}: Claims): Buffer {
  const run = Buffer.concat([varint(values * 2), Buffer.from([0])]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(run.length);
  const levels = Buffer.concat([length, run]);
  const size = i32(levels.length);
  const page = struct(
    [1, i32(0)],
    [2, size],
    [3, size],
    [5, struct([1, i32(values)], [2, i32(0)], [3, i32(3)], [4, i32(3)])],
  );
  const chunk = Buffer.concat([written(page), levels]);
  const bytes = i64(chunk.length);
  const column = struct(
    [1, i32(1)],
    [2, list(i32(0))],
    [3, list(text('a'))],
    [4, i32(0)],
    [5, i64(values)],
    [6, bytes],
    [7, bytes],
    [9, i64(4)],
  );
  const columns = isEmpty ? [] : [struct([2, i64(4)], [3, column])];
  const schema = [
    struct([4, text('schema')], [5, i32(columns.length)]),
    ...columns.map(() => struct([1, i32(1)], [3, i32(1)], [4, text('a')])),
  ];
  const group = struct([1, list(...columns)], [2, bytes], [3, i64(rows)]);
  const footer = written(struct([1, i32(1)], [2, list(...schema)], [3, i64(rows)], [4, list(group)]));
  const end = Buffer.alloc(4);
  end.writeUInt32LE(footer.length);
  const magic = Buffer.from('PAR1');
  return Buffer.concat([magic, chunk, footer, end, magic]);
}
