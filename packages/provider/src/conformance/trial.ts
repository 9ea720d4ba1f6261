import {randomBytes} from 'node:crypto';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Call, Steps} from '../contract/call.js';
import type {LostPart, Part, Receipt} from '../contract/part.js';
import type {Provider, Settings} from '../contract/provider.js';
import {fault} from '../fault.js';
import type {JsonObject} from '../json.js';
import type {Ability} from './case.js';
import {type PartInit, partOf} from './part.js';
import type {Subject} from './subject.js';
import type {LeverName, Levers, Vendor} from './vendor.js';

/** The world of one case: a vendor just started, a provider just opened, and everything that was said in it. */
export interface Trial<L extends LeverName = never, A extends Ability = never> {
  readonly subject: Subject;
  readonly vendor: Pick<Vendor, 'key' | 'url'>;
  readonly levers: Pick<Levers, L>;
  readonly provider: Provider & Pick<Required<Provider>, A>;
  /** Log lines, steps and receipts so far, as text. */
  readonly said: readonly string[];
  /** Another instance. */
  open(overrides?: Partial<Settings>): Provider;
  call(signal?: AbortSignal): Call;
  /** A call for submitting; `steps` is what has been saved with it. */
  submitting(overrides?: Partial<Call & Steps>): Call & Steps & {readonly steps: readonly JsonObject[]};
  /** A part of the usual model, unless told otherwise. */
  part(init?: PartInit): Part;
  /** Submits a part, or a new one of three requests. */
  send(part?: Part): Promise<Receipt>;
  /** A part whose create was lost, with the steps of that submit; `taken` are the jobs of other parts. */
  lost(part: Part, submit?: {readonly steps: readonly JsonObject[]}, taken?: readonly string[]): LostPart;
}

/** A trial with every lever and ability; whoever runs a case has made sure that the ones it named are there. */
export type FullTrial = Trial<LeverName, Ability>;

/** Sets up a {@link Trial}, calls `use` with it and clears away. */
export async function withTrial(subject: Subject, use: (trial: FullTrial) => Promise<void>): Promise<void> {
  const vendor = subject.vendor();
  const spool = await mkdtemp(join(tmpdir(), 'conformance-'));
  await vendor.start();
  try {
    await use(makeTrial(subject, vendor, spool));
  } finally {
    await vendor.stop();
    await rm(spool, {recursive: true, force: true, maxRetries: 3});
  }
}

/** A key that no other part has. */
export function newKey(): string {
  return `K${randomBytes(12).toString('hex')}`;
}

/** Settings as the host would make them. */
export function settingsOf(subject: Subject, vendor: Pick<Vendor, 'key' | 'url'>, spool: string): Settings {
  return {
    name: subject.name,
    ...(vendor.url !== undefined && {baseUrl: vendor.url}),
    ...(subject.keyEnv !== undefined && {keyEnv: subject.keyEnv}),
    key: () => {
      if (vendor.key !== undefined) return vendor.key;
      throw fault({code: 'no-key', message: `Set ${subject.keyEnv}.`, retry: 'never', outcome: 'not-sent'});
    },
    spool,
    options: subject.options ?? {},
  };
}

function makeTrial(subject: Subject, vendor: Vendor, spool: string): FullTrial {
  const open: FullTrial['open'] = (overrides) => subject.open({...settingsOf(subject, vendor, spool), ...overrides});
  const provider = open() as FullTrial['provider'];
  const {said, call, submitting} = listen();
  const part = (init?: PartInit) => partOf(provider, {model: subject.model, key: newKey(), ...init});
  const send = async (sent = part()) => {
    const receipt = await provider.submit(sent, submitting());
    said.push(JSON.stringify(receipt));
    return receipt;
  };
  return {subject, vendor, levers: leversOf(vendor), provider, said, open, call, submitting, part, send, lost};
}

function lost({key, model, count}: Part, submit?: {readonly steps: readonly JsonObject[]}, taken?: readonly string[]) {
  const step = submit?.steps.at(-1);
  return {key, model, count, ...(step && {step}), taken: taken ?? []};
}

/** Calls that keep what is said to them. */
function listen(): Pick<FullTrial, 'call' | 'submitting'> & {readonly said: string[]} {
  const said: string[] = [];
  const log = (line: string) => void said.push(line);
  const call: FullTrial['call'] = (signal = new AbortController().signal) => ({signal, log});
  const submitting: FullTrial['submitting'] = (overrides) => {
    const steps: JsonObject[] = [];
    const save = async (step: JsonObject) => {
      steps.push(step);
      said.push(JSON.stringify(step));
    };
    return {...call(), save, steps, ...overrides};
  };
  return {said, call, submitting};
}

/** The levers, to be pulled without their vendor. */
function leversOf(vendor: Vendor): Levers {
  return new Proxy(vendor, {
    get: (target, name) => {
      const lever: unknown = Reflect.get(target, name);
      return typeof lever === 'function' ? lever.bind(target) : lever;
    },
  }) as unknown as Levers;
}
