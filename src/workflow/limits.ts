import type {ActionLimit, InputSpec} from '../domain/workflow.js';
import {numberAt} from '../project/keys-of.js';
import type {LocatedMap} from '../project/located.js';
import type {Draft} from './draft.js';

type Limit = 'record_limit' | 'file_limit';

/** What limits are written in. */
export interface LimitSource {
  /** Top level of the workflow, over its defaults, over the project's. */
  readonly keys: LocatedMap;
  /** The actions that read the staged records. */
  readonly firstStage: readonly Draft[];
}

/** How many staged records of a file, or files, are taken: as many as any of the actions that read them wants. */
export function stagedLimit(limit: Limit, {keys, firstStage}: LimitSource): number | undefined {
  const wanted = firstStage.map(({own}) => numberAt(own, limit) ?? numberAt(keys, limit));
  const limits = wanted.filter((each) => each !== undefined);
  return limits.length === 0 || limits.length < wanted.length ? undefined : Math.max(...limits);
}

/**
 * What an action takes at most of all that comes to it. An action that reads the staged records has the workflow's limit
 * where it has none of its own; undefined where no more than that is staged.
 */
export function actionLimit(draft: Draft, source: LimitSource, input: InputSpec): ActionLimit | undefined {
  const records = limitOf('record_limit', draft, {...source, staged: input.recordLimit});
  const files = limitOf('file_limit', draft, {...source, staged: input.fileLimit});
  if (records === undefined && files === undefined) return undefined;
  return {...(records !== undefined && {records}), ...(files !== undefined && {files})};
}

function limitOf(
  limit: Limit,
  draft: Draft,
  {keys, firstStage, staged}: LimitSource & {readonly staged: number | undefined},
): number | undefined {
  const own = numberAt(draft.own, limit);
  if (!firstStage.includes(draft)) return own;
  const wanted = own ?? numberAt(keys, limit);
  return wanted === staged ? undefined : wanted;
}
