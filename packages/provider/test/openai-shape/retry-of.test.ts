import {expect} from 'chai';
import {type RetryOf, readResultLine, requestFault} from '../../src/openai-shape/result-line.js';

describe("openai-shape: a vendor's own codes", () => {
  const retryOf: RetryOf = (code, status) => (code === 'busy' || status === 498 ? 'later' : undefined);
  const retry = (status: number, code: string) => {
    const body = {error: {message: 'No.', code}};
    const result = readResultLine(JSON.stringify({custom_id: 'r1', response: {status_code: status, body}}), retryOf);
    return result.kind === 'fault' ? result.fault.retry : result.kind;
  };

  it('say whether to ask again, before the status does', () => {
    expect([retry(400, 'busy'), retry(498, 'odd'), retry(400, 'odd'), retry(500, 'odd')]).to.deep.equal([
      'later',
      'later',
      'never',
      'later',
    ]);
  });

  it('are not needed for a sentence: whatever an error says is told', () => {
    const messageOf = (error: Parameters<typeof requestFault>[1]) => requestFault(422, error).message;
    expect(messageOf({detail: [{loc: ['body', 'seed'], msg: 'Not a number', type: 'int'}]})).to.equal(
      'body.seed: Not a number',
    );
    expect(messageOf({detail: 'Too long'})).to.equal('Too long');
    expect(messageOf({reason: 7})).to.equal('{"reason":7}');
    for (const error of [undefined, {}, {message: ''}]) expect(messageOf(error)).to.equal('The vendor gave no reason.');
  });
});
