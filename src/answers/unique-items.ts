import type {Json} from '@agac/provider';
import type {Ajv} from 'ajv';

/** `uniqueItems` in one pass. Ajv's own compares every item with every other: 20,000 objects take it 48 s. */
export function useUniqueItems(ajv: Ajv): void {
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    errors: false,
    validate: (isAsked: boolean, items: readonly Json[]) =>
      !isAsked || new Set(items.map(canonical)).size === items.length,
  });
}

/** The same text for the same value, whatever the order of its fields. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_key, inner: Json) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
