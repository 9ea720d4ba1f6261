import type {JsonObject} from '@agac/provider';
import type {InputRecord, Output, OutputMetadata, Recovery} from '../domain/record.js';
import {stableUuid} from '../domain/stable-uuid.js';

/** What an action made of a record: one of its outputs. */
export interface Made {
  readonly action: string;
  /** Which of the outputs of this record, from 0. */
  readonly index: number;
  readonly content: JsonObject;
  readonly metadata: OutputMetadata;
  readonly recovery?: Recovery;
}

/**
 * The output record. Its ids depend on where it comes from alone, so writing it again changes nothing. The position of
 * the source is left out: a row inserted before it changes no id.
 */
export function toOutput(input: InputRecord, {action, index, content, metadata, recovery}: Made): Output {
  const targetId = stableUuid(JSON.stringify([input.guid, action, input.seq.slice(1), index]));
  const nodeId = `${action}_${targetId}`;
  return {
    source_guid: input.guid,
    target_id: targetId,
    parent_target_id: input.parentId ?? null,
    root_target_id: input.rootId ?? targetId,
    node_id: nodeId,
    lineage: [...input.lineage, nodeId],
    content,
    metadata,
    ...(recovery === undefined ? {} : {_recovery: recovery}),
  };
}
