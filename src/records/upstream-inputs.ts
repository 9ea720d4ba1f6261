import {posix} from 'node:path';
import {AgacError} from '../domain/errors.js';
import type {UpstreamInput} from '../domain/workflow.js';
import type {InputFile, Inputs} from './list-inputs.js';

/** Finds what lies in a folder, folders inside included; a path that is not there is an error. */
export type ListFolder = (folder: string) => Promise<Inputs>;

/**
 * The outputs of other workflows' actions, as input files. With a single action they keep their names; with several,
 * each has a folder of its own.
 * @throws AgacError INPUT_MISSING where an action has no outputs yet
 */
export async function listUpstream(upstream: readonly UpstreamInput[], list: ListFolder): Promise<Inputs> {
  const found: InputFile[] = [];
  for (const input of upstream) {
    const {files} = await outputsOf(input, list);
    const above = upstream.length === 1 ? '' : `${input.workflow}/${input.action}`;
    found.push(...files.map((file) => ({...file, file: posix.join(above, file.file), madeBy: input.action})));
  }
  return {files: found, leftOut: []};
}

async function outputsOf({workflow, action, folder}: UpstreamInput, list: ListFolder): Promise<Inputs> {
  try {
    return await list(folder);
  } catch (cause) {
    if (!(cause instanceof AgacError) || cause.code !== 'INPUT_MISSING') throw cause;
    const message = `The workflow ${workflow} has no outputs of ${action} yet; they are the records of this one.`;
    throw new AgacError('INPUT_MISSING', message, {actions: [`agac run -a ${workflow} --wait`], cause});
  }
}
