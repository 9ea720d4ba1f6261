import type {Fault} from '@agac/provider';
import {AgacError, type ErrorCode} from '../domain/errors.js';
import type {PartState} from '../domain/run-state.js';

/** A provider's fault as the error that ends the command. */
export function vendorFailure(fault: Fault, vendor: string): AgacError {
  const code = codeFor(fault);
  return new AgacError(code, `${vendor}: ${fault.message}`, {
    actions: fault.hint === undefined ? [] : [fault.hint],
    data: {provider: vendor, fault: fault.code, retry: fault.retry},
    cause: fault,
  });
}

/** The same for a part that the vendor had; where the job is not there any more, the user has a word to say. */
export function partFailure(fault: Fault, {part, batch, connection}: PartState): AgacError {
  const failure = vendorFailure(fault, connection!.vendor);
  if (fault.code !== 'not-found' && fault.code !== 'gone') return failure;
  return new AgacError(failure.code, failure.message, {
    actions: [
      ...failure.actions,
      'Check that the key is of the account that sent the batch.',
      `agac batch resolve --batch-id ${batch} --part ${part} --gone    (give its results up)`,
    ],
    data: failure.data,
    cause: fault,
  });
}

function codeFor({code, retry}: Fault): ErrorCode {
  if (code === 'no-key') return 'KEY_MISSING';
  if (code === 'auth') return 'KEY_REFUSED';
  return retry === 'never' ? 'VENDOR_REFUSED' : 'VENDOR_UNREACHABLE';
}
