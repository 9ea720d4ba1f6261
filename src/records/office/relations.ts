import {posix} from 'node:path';
import {invalidInput} from '../invalid-input.js';
import type {InputFile} from '../list-inputs.js';
import {documentEvents} from './document-events.js';
import type {Archive} from './open-archive.js';

/** Every link in a text is one. */
const MAX_RELATIONS = 200_000;

/** What a file of an office document refers to. */
export interface Relation {
  readonly id: string;
  /** The last step of its type: `worksheet`, `styles`. */
  readonly type: string;
  /** Name of the file in the archive. */
  readonly part: string;
}

/** What the file of this name refers to; of `''`, the document itself. Throws AgacError INPUT_INVALID. */
export async function relationsOf(input: InputFile, archive: Archive, part: string): Promise<readonly Relation[]> {
  const folder = posix.dirname(part);
  const name = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const relations: Relation[] = [];
  for await (const events of documentEvents(input, {archive, name})) {
    for (const event of events) {
      if (event.kind !== 'open' || event.name !== 'Relationship') continue;
      const {Id: id = '', Type: type = '', Target: target = ''} = event.attributes;
      const part = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
      relations.push({id, type: posix.basename(type), part});
    }
    if (relations.length > MAX_RELATIONS) {
      throw invalidInput(input, {message: `${name} in it refers to more than ${MAX_RELATIONS} things.`});
    }
  }
  return relations;
}

/** The main file of a document, which its first relations name. */
export async function mainPart(input: InputFile, archive: Archive, usual: string): Promise<string> {
  const relations = await relationsOf(input, archive, '');
  return relations.find(({type}) => type === 'officeDocument')?.part ?? usual;
}
