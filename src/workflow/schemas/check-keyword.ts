import {didYouMean} from '../../domain/nearest.js';
import {isList, type Located, type LocatedValue} from '../../project/located.js';
import type {Problems} from '../../project/problems.js';
import {BOOLEAN, inWords, NUMBER, PROSE, type Shape, TEXTS} from '../../project/shapes.js';
import {isType, type KeywordKind, meantType, TYPES} from './keywords.js';

const COUNT: Shape = {
  words: 'a whole number from 0',
  fits: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
};

const CHOICES: Shape = {words: 'a list of at least one value', fits: (value) => isList(value) && value.length > 0};

const SHAPES: Readonly<Partial<Record<KeywordKind, Shape>>> = {
  count: COUNT,
  number: NUMBER,
  boolean: BOOLEAN,
  text: PROSE,
  texts: TEXTS,
  choices: CHOICES,
};

/** Checks the value of a keyword that holds no schemas. */
export function checkKeyword(
  keyword: string,
  {entry, kind}: {readonly entry: Located; readonly kind: KeywordKind},
  problems: Problems,
): void {
  if (kind === 'type') return checkType(entry, problems);
  const shape = SHAPES[kind];
  if (shape === undefined || shape.fits(entry.value)) return;
  const suggestion = keyword === 'required' ? requiredAdvice(entry.value) : shape.suggest?.(entry.value);
  problems.error(entry, `"${keyword}" is ${inWords(entry)}; it should be ${shape.words}.`, suggestion);
}

function checkType(entry: Located, problems: Problems): void {
  const types = isList(entry.value) ? entry.value : [entry];
  for (const {value, ...at} of types) {
    if (typeof value === 'string' && isType(value)) continue;
    const meant = typeof value === 'string' ? meantType(value) : undefined;
    const listed = value === null ? 'Put it into quotes: "null"' : didYouMean(String(value), TYPES);
    const suggestion = meant === undefined ? listed : `Write ${meant}.`;
    problems.error(at, `The type is ${inWords({value})}; that is no type of JSON Schema.`, suggestion);
  }
}

/** Some put `required: true` at the property itself. */
function requiredAdvice(value: LocatedValue): string | undefined {
  return typeof value === 'boolean' ? 'List the required names beside properties: required: [name]' : undefined;
}
