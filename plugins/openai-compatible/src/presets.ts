import type {Facts} from './facts.js';

/** A vendor of which more is known than that its API is OpenAI's. */
export interface Preset {
  /** As the user knows it: begins messages. */
  readonly vendor: string;
  /** In what it is not as `OPENAI_LIKE` says. */
  readonly facts: Partial<Facts>;
}

const READ = '2026-11-26';

export const PRESETS: Readonly<Record<string, Preset>> = {
  /** docs.together.ai/docs/batch-inference, and the paths of its OpenAPI description, as read 2026-11-23 and 2026-11-26. */
  together: {
    vendor: 'Together',
    facts: {
      baseUrl: 'https://api.together.ai/v1',
      keyEnv: 'TOGETHER_API_KEY',
      purpose: 'batch-api',
      uploadPath: '/files/upload',
      uploadFields: {file_type: 'jsonl'},
      fileNameField: 'file_name',
      line: 'bare',
      keyIn: 'file',
      limits: {requests: 50_000, bytes: 100_000_000, lineBytes: 10_000_000},
      // Its list is not paged.
      listQuery: '',
      // It asks for 30 to 60 seconds between two looks at a job.
      pollMs: 30_000,
      // The models on its list of discounts cost less, "up to 50 %"; how much each of them, it does not say.
      batchRate: {share: 1, cached: 'share', source: 'https://docs.together.ai/docs/batch-inference', asOf: READ},
      rateUnknownFor: ['meta-llama/Llama-3.3-70B-Instruct-Turbo'],
    },
  },
  /** deepinfra.com/blog/batch-api, 2026-06-19: as OpenAI's, within 24 hours, 20 % off. It names no limits. */
  deepinfra: {
    vendor: 'DeepInfra',
    facts: {
      baseUrl: 'https://api.deepinfra.com/v1/openai',
      keyEnv: 'DEEPINFRA_API_KEY',
      batchRate: {share: 0.8, cached: 'share', source: 'https://deepinfra.com/blog/batch-api', asOf: READ},
    },
  },
  /**
   * A proxy before other vendors, docs.litellm.ai/docs/batches, read 2026-11-26. Which of them a file is for, it is told
   * with `upload_fields: {custom_llm_provider: …}` or `{target_model_names: …}`. What a batch costs is theirs to say.
   */
  litellm: {vendor: 'LiteLLM', facts: {baseUrl: 'http://127.0.0.1:4000/v1'}},
  /** `vllm serve` decodes by a schema and has no batches; a gateway before it may. docs.vllm.ai, read 2026-11-23. */
  vllm: {vendor: 'vLLM', facts: {baseUrl: 'http://127.0.0.1:8000/v1', structuredOutput: 'strict'}},
};
