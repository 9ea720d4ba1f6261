import {expect} from 'chai';
import {encodedLineBytes, LONGEST_ID} from '../../src/kit/bytes.js';

describe('kit/bytes', () => {
  it('counts UTF-8 bytes of the line as JSON, escapes included', () => {
    const line = {custom_id: LONGEST_ID, body: {text: 'é😀\u2028"\n\ud800'}};
    expect(LONGEST_ID).to.have.length(64);
    expect(encodedLineBytes(line)).to.equal(new TextEncoder().encode(JSON.stringify(line)).length);
  });
});
