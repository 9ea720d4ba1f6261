import type {Json, JsonObject} from '@agac/provider';
import {type LoopbackOptions, LoopbackVendor} from '@agac/provider/fake';
import {type ListPage, shapedManners} from '@agac/provider/openai-shape/fake';

const PAGE = 20;

/** Groq's batch API on the loopback interface. */
export class GroqVendor extends LoopbackVendor {
  constructor(options?: LoopbackOptions) {
    const manners = shapedManners({
      name: 'groq',
      basePath: '/openai/v1',
      windows: ['24h', '48h', '3d', '7d'],
      skipsBadLines: true,
      mixedModels: true,
      listPage,
      jobObject,
      fileObject: ({status: _, expires_at: __, ...object}) => object,
    });
    super(manners, options);
  }
}

/** No size can be asked for. Nobody says in which order the list is: here the oldest come first. */
const listPage: ListPage = (jobs, query, object) => {
  const inOrder = [...jobs].reverse();
  const start = Number(/^cursor_(\d+)$/.exec(query.get('cursor') ?? 'cursor_0')?.[1]);
  const next = start + PAGE < jobs.length ? `cursor_${start + PAGE}` : null;
  return {object: 'list', data: inOrder.slice(start, start + PAGE).map(object), paging: {next_cursor: next}};
};

/** Errors have been shown as a bare list, those of a completed job too. */
function jobObject(object: JsonObject): JsonObject {
  const {errors} = object;
  return {...object, errors: (errors as {readonly data?: Json} | null)?.data ?? null};
}
