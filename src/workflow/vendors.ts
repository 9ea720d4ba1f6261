import {nearest} from '../domain/nearest.js';
import type {Problems} from '../project/problems.js';
import type {ProjectSettings} from '../project/settings.js';
import type {VendorSettings} from '../project/vendor-settings.js';

/** The providers of this installation, as far as naming vendors goes. */
export interface Installed {
  /** Names of all of them. */
  readonly providers: readonly string[];
  /** Of those that also serve vendors which a project gives names of its own. */
  readonly namedAdapters: readonly string[];
}

type Vendors = ProjectSettings['vendors'];

const NAME = /^[a-z0-9]+([_-][a-z0-9]+)*$/;

/** The adapter that serves a vendor of the project's own naming; undefined: none, or it cannot be told which. */
export function adapterOf({adapter}: VendorSettings, {namedAdapters}: Installed): string | undefined {
  if (adapter !== undefined) return namedAdapters.includes(adapter.name) ? adapter.name : undefined;
  return namedAdapters.length === 1 ? namedAdapters[0] : undefined;
}

/** Reports what cannot be under `providers:`, whether an action uses it or not. */
export function checkVendors(vendors: Vendors, installed: Installed, problems: Problems): void {
  for (const [name, vendor] of vendors) {
    if (!installed.providers.includes(name)) checkOwnName(name, vendor, {installed, problems});
    else if (vendor.adapter !== undefined) {
      const message = `"${name}" is an installed provider itself; no adapter can serve it.`;
      problems.error(vendor.adapter, message, 'Remove adapter:, or give the vendor another name.');
    }
  }
}

/** Reports that a vendor of this name cannot be asked, unless {@link checkVendors} has told why. */
export function reportUnserved(name: string, vendor: VendorSettings, installed: Installed, problems: Problems): void {
  if (vendor.adapter !== undefined) return;
  const {namedAdapters} = installed;
  if (namedAdapters.length > 1) {
    const message = `"${name}" is no installed provider, and several adapters could serve it.`;
    return problems.error(
      vendor.place,
      message,
      `Write ${namedAdapters.map((each) => `adapter: ${each}`).join(' or ')}.`,
    );
  }
  problems.error(
    vendor.place,
    `"${name}" is no installed provider, and none is installed that serves vendors of your own naming.`,
    `agac plugins install @agac/provider-${name}, or that of an adapter, named with adapter: here.`,
  );
}

function checkOwnName(
  name: string,
  {place, adapter}: VendorSettings,
  {installed, problems}: {installed: Installed; problems: Problems},
): void {
  if (!NAME.test(name)) {
    problems.error(place, `"${name}" cannot be the name of a vendor.`, 'Use lower-case letters, digits and hyphens.');
  }
  if (adapter === undefined || installed.namedAdapters.includes(adapter.name)) return;
  if (installed.providers.includes(adapter.name)) {
    const message = `The provider "${adapter.name}" serves no vendors of other names.`;
    return problems.error(adapter, message, otherAdapters(installed));
  }
  const near = nearest(adapter.name, installed.namedAdapters);
  const suggestion =
    near === undefined ? `agac plugins install @agac/provider-${adapter.name}` : `Did you mean "${near}"?`;
  problems.error(adapter, `No installed adapter is named "${adapter.name}".`, suggestion);
}

function otherAdapters({namedAdapters}: Installed): string | undefined {
  return namedAdapters.length === 0 ? undefined : `Those that do: ${namedAdapters.join(', ')}.`;
}
