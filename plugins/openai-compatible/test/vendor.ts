import {type LoopbackOptions, LoopbackVendor, type Manners, ok, type Spoken} from '@agac/provider/fake';
import {neverCame, type ShapedFake, shapedManners} from '@agac/provider/openai-shape/fake';

/** A server with OpenAI's batch API on the loopback interface, with whatever is different there. */
export class CompatibleVendor extends LoopbackVendor {
  constructor(options?: LoopbackOptions, fake: Partial<ShapedFake> = {}) {
    super(shapedManners({name: 'plain', ...fake}), options);
  }
}

/** DeepInfra: another base path, and a list that says nothing of whether there is more. */
export class DeepInfraVendor extends CompatibleVendor {
  constructor(options?: LoopbackOptions) {
    super(options, {
      name: 'deepinfra',
      basePath: '/v1/openai',
      listPage: (jobs, query, object) => {
        const start = jobs.findIndex((job) => job.id === query.get('after')) + 1;
        return {data: jobs.slice(start, start + Number(query.get('limit') ?? 20)).map(object)};
      },
    });
  }
}

/** Together, by docs.together.ai/docs/batch-inference and together-ai 0.52.0: no counts, no metadata, one bare list, words in capitals. */
export class TogetherVendor extends LoopbackVendor {
  constructor(options?: LoopbackOptions) {
    const manners = shapedManners({
      name: 'together',
      purpose: 'batch-api',
      uploadPath: '/files/upload',
      skipsBadLines: true,
      listPage: (jobs, _query, object) => jobs.map(object),
      created: (job) => ok({job}, 201),
      fileObject: ({id, object, created_at, bytes, filename, purpose}) => ({
        ...{id, object, created_at, bytes, filename, purpose},
        ...{FileType: 'jsonl', LineCount: 0, Processed: true},
      }),
      jobObject: ({request_counts: _, metadata: __, errors: ___, ...object}, job) => ({
        ...object,
        created_at: new Date(job.createdAt).toISOString(),
        progress: job.total === 0 ? 0 : (100 * (job.answered + job.failed)) / job.total,
        ...(job.message !== undefined && {error: job.message}),
      }),
    });
    super(
      {
        ...manners,
        words: {...upperCased(manners.words), CANCELING: 'stopping'},
        speak: (asked, said) => (said.kind === 'raw' ? manners.speak(asked, said) : filled(manners.speak(asked, said))),
        neverCame: (id, end) => filled(neverCame(id, end)),
      },
      options,
    );
  }
}

function upperCased(words: Manners['words']): Manners['words'] {
  return Object.fromEntries(Object.entries(words).map(([word, stage]) => [word.toUpperCase(), stage]));
}

/** Rows have what is there and nothing that is null. */
function filled({channel, line}: Spoken): Spoken {
  const there = Object.entries(JSON.parse(line) as object).filter(([, value]) => value !== null);
  return {channel, line: JSON.stringify(Object.fromEntries(there))};
}
