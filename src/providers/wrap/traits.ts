import type {Provider} from '@agac/provider';
import {known} from '@agac/provider/kit';

type Trait = 'contract' | 'name' | 'idempotent' | 'settleMs' | 'baseUrl' | 'ownHosts';

/** What a provider is, beside its methods. By name, since a class may have them as getters, which a spread loses. */
export function traitsOf(provider: Provider): Pick<Provider, Trait> {
  const {contract, name, idempotent, settleMs, baseUrl, ownHosts} = provider;
  return {contract, name, ...known({idempotent, settleMs, baseUrl, ownHosts})};
}
