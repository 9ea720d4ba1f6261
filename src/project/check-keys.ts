import {didYouMean} from '../domain/nearest.js';
import {flowText} from './flow-text.js';
import {isMap, type Located, type LocatedMap} from './located.js';
import type {Problems} from './problems.js';
import {inWords, type Shape} from './shapes.js';

/** What a map may hold, by key. */
export type KeyTable = Readonly<Record<string, KeyRule>>;
export type KeyRule = Shape | SecretShape | OlderName | Unsupported | Inert;

/** The value may hold a secret and is never shown. */
export interface SecretShape extends Shape {
  readonly secret: true;
}

/** A key that has another name by now. */
export interface OlderName extends Shape {
  readonly now: string;
}

/** A key that older projects may have, and that this version does not carry out. */
export interface Unsupported {
  readonly unsupported: true;
  /** What to do without it. */
  readonly instead?: string;
  /** The reason, to follow "not supported:". */
  readonly why?: string;
}

/** A key that older projects may have, and that can be left as it is: what it asked for is so anyway, or never was. */
export interface Inert {
  readonly inert: true;
  /** To follow "has no effect:". */
  readonly why: string;
  readonly instead: string;
}

export interface KeyCheck {
  readonly table: KeyTable;
  /** What the map is, to follow "a key of". */
  readonly of: string;
  /** How bad a key that is not in the table is. */
  readonly unknown?: 'error' | 'warning';
}

export function unsupported(instead?: string, why?: string): Unsupported {
  return {unsupported: true, ...(instead === undefined ? {} : {instead}), ...(why === undefined ? {} : {why})};
}

export function inert(why: string, instead = 'Remove it.'): Inert {
  return {inert: true, why, instead};
}

export function olderName(now: string, shape: Shape): OlderName {
  return {...shape, now};
}

/** The map with every key by the name that it has by now. */
export function byNewNames(map: LocatedMap, table: KeyTable): LocatedMap {
  const nameOf = (key: string) => {
    const rule = table[key];
    return rule !== undefined && isOlderName(rule) ? rule.now : key;
  };
  return new Map([...map].map(([key, entry]) => [nameOf(key), entry]));
}

/** Reports every key that is unknown, not supported, without effect, or whose value has not the right shape. An empty value is unset. */
export function checkKeys(map: Located, check: KeyCheck, problems: Problems): void {
  if (!isMap(map.value)) return;
  for (const [key, entry] of map.value) {
    const rule = Object.hasOwn(check.table, key) ? check.table[key] : undefined;
    if (rule === undefined) reportUnknown(key, {entry, check, problems});
    else if ('unsupported' in rule) reportUnsupported(key, {entry, rule, problems});
    else if ('inert' in rule) reportInert(key, {entry, rule, problems});
    else if (entry.value !== null && !rule.fits(entry.value)) reportMisfit(key, {entry, rule, problems});
    else if (isOlderName(rule)) reportOlder(key, {entry, now: rule.now, map: map.value, problems});
  }
}

function isOlderName(rule: KeyRule): rule is OlderName {
  return 'now' in rule;
}

function reportUnknown(
  key: string,
  {entry, check, problems}: {entry: Located; check: KeyCheck; problems: Problems},
): void {
  const supported = Object.entries(check.table).flatMap(([name, rule]) =>
    'unsupported' in rule || 'inert' in rule || isOlderName(rule) ? [] : [name],
  );
  const suggestion = didYouMean(key, supported);
  if (check.unknown === 'warning') {
    problems.warn(entry, `"${key}" is not a key of ${check.of}; it has no effect.`, suggestion);
  } else problems.error(entry, `"${key}" is not a key of ${check.of}.`, suggestion);
}

function reportUnsupported(
  key: string,
  {entry, rule, problems}: {entry: Located; rule: Unsupported; problems: Problems},
): void {
  const reason = rule.why === undefined ? 'in this version' : `here: ${rule.why}`;
  problems.error(entry, `"${key}" is not supported ${reason}.`, rule.instead);
}

/** One that is switched off asks for nothing, and nothing is what it gets. */
function reportInert(key: string, {entry, rule, problems}: {entry: Located; rule: Inert; problems: Problems}): void {
  if (entry.value === null || entry.value === false) return;
  problems.warn(entry, `"${key}" has no effect: ${rule.why}.`, rule.instead);
}

function reportOlder(
  key: string,
  {entry, now, map, problems}: {entry: Located; now: string; map: LocatedMap; problems: Problems},
): void {
  if (entry.value === null) return;
  const message = `"${key}" is an older name of "${now}"`;
  if (!map.has(now)) problems.warn(entry, `${message}.`, `Write ${now}: ${flowText(entry)}`);
  else problems.error(entry, `${message}, which is there, too.`, 'Remove one of the two.');
}

function reportMisfit(
  key: string,
  {entry, rule, problems}: {entry: Located; rule: Shape | SecretShape; problems: Problems},
): void {
  const isSecret = 'secret' in rule;
  const found = isSecret && typeof entry.value === 'string' ? 'another text' : inWords(entry);
  const suggestion = isSecret ? undefined : rule.suggest?.(entry.value);
  problems.error(entry, `"${key}" is ${found}; it should be ${rule.words}.`, suggestion);
}
