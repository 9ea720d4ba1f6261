import {type LoopbackOptions, LoopbackVendor} from '@agac/provider/fake';
import {shapedManners} from '@agac/provider/openai-shape/fake';

/** OpenAI's batch API on the loopback interface. */
export class OpenAiVendor extends LoopbackVendor {
  constructor(options?: LoopbackOptions) {
    super(shapedManners({name: 'openai'}), options);
  }
}

/** Azure's: another header for the key, and objects as Microsoft's own samples show them. */
export class AzureVendor extends LoopbackVendor {
  constructor(options?: LoopbackOptions) {
    const manners = shapedManners({
      name: 'azure',
      basePath: '/openai/v1',
      keyOf: ({headers}) => (typeof headers['api-key'] === 'string' ? headers['api-key'] : undefined),
      jobObject: (object) => ({...object, created_at: new Date(Number(object['created_at']) * 1000).toISOString()}),
    });
    super({...manners, words: {...manners.words, Validating: 'validating'}}, options);
  }
}
