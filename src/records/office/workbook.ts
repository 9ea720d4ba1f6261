import {invalidInput} from '../invalid-input.js';
import type {InputFile} from '../list-inputs.js';
import {documentEvents} from './document-events.js';
import type {Archive} from './open-archive.js';
import {mainPart, relationsOf} from './relations.js';
import {builtInKind, formatKind, type NumberKind} from './serial-date.js';
import {TextCollector} from './text-collector.js';

export interface Sheet {
  readonly name: string;
  /** Name of its file in the archive. */
  readonly part: string;
}

export interface Workbook {
  /** Those that a reader sees, in their order; all of them where all are hidden. */
  readonly sheets: readonly [Sheet, ...Sheet[]];
  /** Days are counted from 1904 instead of 1900. */
  readonly from1904: boolean;
  /** Names of the files that all sheets refer to. */
  readonly stylesPart?: string;
  readonly textsPart?: string;
}

/** What cells refer to by number. */
export interface CellTables {
  readonly texts: readonly string[];
  /** How numbers are meant, by style. */
  readonly kinds: readonly NumberKind[];
}

/** Texts of a workbook are held in memory. */
const MAX_TEXT_CHARACTERS = 256 * 1024 * 1024;
/** What a text takes besides its characters: an archive may hold a thousand million empty ones. */
const TEXT_OVERHEAD = 16;
const MAX_SHEETS = 10_000;
/** Office has no more than 65,490. */
const MAX_FORMATS = 100_000;

/** What sheets a workbook has, and how to read them. Throws AgacError INPUT_INVALID. */
export async function readWorkbook(input: InputFile, archive: Archive): Promise<Workbook> {
  const name = await mainPart(input, archive, 'xl/workbook.xml');
  const relations = await relationsOf(input, archive, name);
  // One of another type holds a chart.
  const worksheets = new Map(relations.flatMap(({id, type, part}) => (type === 'worksheet' ? [[id, part]] : [])));
  const sheets: (Sheet & {readonly isHidden: boolean})[] = [];
  let from1904 = false;
  for await (const events of documentEvents(input, {archive, name})) {
    for (const event of events) {
      if (event.kind !== 'open') continue;
      const {date1904 = '', state = '', name = ''} = event.attributes;
      if (event.name === 'workbookPr') from1904 = /^(1|true)$/.test(date1904);
      if (event.name !== 'sheet') continue;
      const part = Object.values(event.attributes).flatMap((value) => worksheets.get(value) ?? [])[0];
      if (part !== undefined) sheets.push({name, part, isHidden: /hidden/i.test(state)});
    }
    if (sheets.length > MAX_SHEETS) throw invalidInput(input, {message: `It has more than ${MAX_SHEETS} sheets.`});
  }
  const visible = sheets.filter(({isHidden}) => !isHidden);
  const [first, ...others] = visible.length > 0 ? visible : sheets;
  if (first === undefined) throw invalidInput(input, {message: 'There is no sheet with cells in it.'});
  const partOf = (wanted: string) => relations.find(({type}) => type === wanted)?.part;
  return {sheets: [first, ...others], from1904, stylesPart: partOf('styles'), textsPart: partOf('sharedStrings')};
}

export async function readTables(input: InputFile, archive: Archive, workbook: Workbook): Promise<CellTables> {
  const {textsPart, stylesPart} = workbook;
  const texts = textsPart === undefined ? [] : await readTexts(input, archive, textsPart);
  const kinds = stylesPart === undefined ? [] : await readKinds(input, archive, stylesPart);
  return {texts, kinds};
}

async function readTexts(input: InputFile, archive: Archive, name: string): Promise<readonly string[]> {
  const texts: string[] = [];
  const collector = new TextCollector();
  let size = 0;
  for await (const events of documentEvents(input, {archive, name})) {
    for (const event of events) {
      collector.take(event);
      if (event.kind === 'text') size += event.text.length;
      if (event.kind !== 'close' || event.name !== 'si') continue;
      texts.push(collector.end());
      size += TEXT_OVERHEAD;
    }
    if (size > MAX_TEXT_CHARACTERS) throw invalidInput(input, {message: 'Its texts are larger than 256 MiB.'});
  }
  return texts;
}

async function readKinds(input: InputFile, archive: Archive, name: string): Promise<readonly NumberKind[]> {
  const formats = new Map<number, NumberKind>();
  const kinds: NumberKind[] = [];
  let isInside = false;
  for await (const events of documentEvents(input, {archive, name})) {
    for (const event of events) {
      if (event.kind !== 'text' && event.name === 'cellXfs') isInside = event.kind === 'open';
      if (event.kind !== 'open') continue;
      const {numFmtId = '0', formatCode = ''} = event.attributes;
      const id = Number(numFmtId);
      if (event.name === 'numFmt') formats.set(id, formatKind(formatCode));
      if (event.name === 'xf' && isInside) kinds.push(formats.get(id) ?? builtInKind(id));
    }
    if (Math.max(formats.size, kinds.length) > MAX_FORMATS) {
      throw invalidInput(input, {message: `It has more than ${MAX_FORMATS} formats of cells.`});
    }
  }
  return kinds;
}
