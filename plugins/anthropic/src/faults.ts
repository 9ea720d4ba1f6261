import type {Fault, JsonObject, RequestFault} from '@agac/provider';
import {objectOf, parsedObject, textOf} from '@agac/provider/kit';

/** Of single requests; docs: errors, read 2026-11-23. A request that took too long may be quicker another time. */
const RETRIES = new Map<string, RequestFault['retry']>([
  ['rate_limit_error', 'later'],
  ['overloaded_error', 'later'],
  ['api_error', 'later'],
  ['timeout_error', 'same'],
]);

/** Said with status 400, where a status 402 is documented. */
const NO_CREDIT = /credit balance is too low/i;
/** In an error's details, with status 429: a limit of the month or the contract, which waiting does not lift. */
const SPENT = /_spend_limit_reached$/;

/** The fault of one request, from the error that it came to. */
export function requestFault(error: JsonObject | undefined): RequestFault {
  const code = textOf(error?.['type']) ?? 'unknown';
  const message = textOf(error?.['message']) ?? 'Anthropic gave no reason.';
  return {code, message, retry: RETRIES.get(code) ?? 'never'};
}

/** What an error of a whole call means beyond its status: that the account has no money left. */
export function explain(_fault: Fault, status: number, body: string): Partial<Fault> {
  const error = objectOf(parsedObject(body)?.['error']);
  const isBroke = status === 400 && NO_CREDIT.test(textOf(error?.['message']) ?? '');
  const hasSpentAll = SPENT.test(textOf(objectOf(error?.['details'])?.['error_code']) ?? '');
  if (status !== 402 && !isBroke && !hasSpentAll) return {};
  return {
    code: 'quota',
    retry: 'never',
    hint: 'The account has no credit left, or has reached a spend limit; see Plans & Billing in the Claude Console.',
  };
}
