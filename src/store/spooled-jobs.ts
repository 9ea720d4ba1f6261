import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {spoolFolder} from './project-store.js';

/** What lies in the spool of a provider of this machine, as its folder's name tells. */
export interface SpooledJob {
  /** Absolute. */
  readonly folder: string;
  /** Of the part. */
  readonly key: string;
  /** `new`: it is being put there, or a crash has left it. `gone`: it is being removed, or a crash has left it. */
  readonly kind: 'job' | 'new' | 'gone';
}

const KEY = '[A-Za-z][A-Za-z0-9]{0,63}';
const NAME = new RegExp(`^(?:(?<job>${KEY})|\\.(?<kind>new|gone)-(?<key>${KEY})-[0-9a-f]{12})$`);

/** Sorted by name; what else lies there is left alone. */
export function spooledJobs(root: string): readonly SpooledJob[] {
  const spool = spoolFolder(root);
  if (!existsSync(spool)) return [];
  return readdirSync(spool)
    .sort()
    .flatMap((name) => {
      const {job, kind = 'job', key = job} = NAME.exec(name)?.groups ?? {};
      return key === undefined ? [] : [{folder: join(spool, name), key, kind: kind as SpooledJob['kind']}];
    });
}
