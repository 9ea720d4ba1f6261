import {match} from 'node:assert/strict';
import {tmpdir} from 'node:os';
import type {Case} from './case.js';
import {SECTIONS} from './cases.js';
import type {Subject} from './subject.js';
import {settingsOf, withTrial} from './trial.js';

type Register = (title: string, body: () => void | Promise<void>) => void;

/**
 * Registers every case that applies to this adapter with the test runner whose `describe` and `it` are global. A case
 * is left out only for an ability or a lever that is declared missing; one last test lists those, by reason. `ids` names
 * the cases of a subject that is another one's variation.
 */
export function conformance(subject: Subject, ids?: readonly string[]): void {
  const describe = globalFunction('describe');
  const it = globalFunction('it');
  const leftOut = new Map<string, readonly string[]>();
  describe(`conformance of ${subject.name}`, () => {
    for (const [section, cases] of Object.entries(SECTIONS)) {
      describe(section, () => {
        for (const one of cases.filter(({id}) => ids === undefined || ids.includes(id))) {
          const reason = leftOutReason(subject, one);
          if (reason === undefined) it(`${one.id} ${one.title}`, () => runCase(subject, one));
          else leftOut.set(reason, [...(leftOut.get(reason) ?? []), one.id]);
        }
      });
    }
    for (const [reason, ids] of leftOut) it(`left out, ${reason}: ${ids.join(', ')}`, () => match(reason, /\w/));
  });
}

/** Runs one case in a world of its own; rejects with what it found wrong. */
export function runCase(subject: Subject, one: Case): Promise<void> {
  return withTrial(subject, (trial) => one.run(trial));
}

/** Why a case says nothing about this subject; undefined: it applies. */
export function leftOutReason(subject: Subject, one: Case): string | undefined {
  const vendor = subject.vendor();
  const provider = subject.open(settingsOf(subject, {key: 'unused', url: 'http://127.0.0.1:9'}, tmpdir()));
  return one.leftOut(subject, provider, vendor);
}

function globalFunction(name: 'describe' | 'it'): Register {
  const found: unknown = Reflect.get(globalThis, name);
  if (typeof found !== 'function') throw new Error(`The conformance suite needs a global ${name}, as mocha gives it.`);
  return (title, body) => void found(title, body);
}
