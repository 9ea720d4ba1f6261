import type {Fault} from '@agac/provider';
import {AgacError, type ErrorCode} from '../domain/errors.js';

/** A provider's fault as the error that ends the command. */
export function vendorFailure(fault: Fault, vendor: string): AgacError {
  const code = codeFor(fault);
  return new AgacError(code, `${vendor}: ${fault.message}`, {
    actions: fault.hint === undefined ? [] : [fault.hint],
    data: {provider: vendor, fault: fault.code, retry: fault.retry},
    cause: fault,
  });
}

function codeFor({code, retry}: Fault): ErrorCode {
  if (code === 'no-key') return 'KEY_MISSING';
  if (code === 'auth') return 'KEY_REFUSED';
  return retry === 'never' ? 'VENDOR_REFUSED' : 'VENDOR_UNREACHABLE';
}
