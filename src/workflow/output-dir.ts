import {posix} from 'node:path';
import type {InputSpec} from '../domain/workflow.js';
import type {LocatedMap, Place} from '../project/located.js';
import {foldersAt} from '../project/settings.js';
import type {Defaults} from './merge-defaults.js';
import type {Reading} from './reading.js';

export interface OutputSource {
  /** Top level of the workflow. */
  readonly document: LocatedMap;
  readonly defaults: Defaults;
  readonly input: InputSpec;
  /** Where the workflow begins. */
  readonly place: Place;
}

/** Where outputs go, relative to the project root: never to where inputs are read from. */
export function parseOutputDir(source: OutputSource, reading: Reading): string {
  const {document, defaults, input, place} = source;
  const outputDir = outputDirOf(source, reading);
  const isApart = input.folder !== '.' && outputDir !== input.folder && !outputDir.startsWith(`${input.folder}/`);
  if (!isApart) {
    const layers = [document, defaults.workflow, defaults.project];
    const written = ['output_dir', 'data_source'].flatMap((key) => layers.flatMap((layer) => layer.get(key) ?? []));
    const message = `Outputs would go to ${outputDir}, into the input folder ${input.folder}, and be read as records by the next run.`;
    reading.problems.error(written[0] ?? place, message, 'Choose another output_dir or data_source.');
  }
  return outputDir;
}

/** What a workflow says itself is meant for it alone; below what the project says, each has a folder of its own. */
export function outputDirOf(
  {document, defaults}: Pick<OutputSource, 'document' | 'defaults'>,
  {root, folder, settings, problems}: Pick<Reading, 'root' | 'folder' | 'settings' | 'problems'>,
): string {
  const at = (keys: LocatedMap) => foldersAt({root, keys, key: 'output_dir'}, problems)?.[0];
  const own = at(document) ?? at(defaults.workflow);
  const shared = at(defaults.project) ?? settings.outputDir;
  if (own !== undefined) return own;
  return shared === undefined ? `${folder}/agent_io/target` : posix.join(shared, posix.basename(folder));
}
