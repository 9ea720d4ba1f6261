import type {Provider} from '@agac/provider';

/** What a provider is, beside its methods. By name, since a class may have them as getters, which a spread loses. */
export function traitsOf({
  contract,
  name,
  idempotent,
  settleMs,
}: Provider): Pick<Provider, 'contract' | 'name' | 'idempotent' | 'settleMs'> {
  return {
    contract,
    name,
    ...(idempotent === undefined ? {} : {idempotent}),
    ...(settleMs === undefined ? {} : {settleMs}),
  };
}
