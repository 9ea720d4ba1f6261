import {expect} from 'chai';
import type {Part, PartEntry} from '../../src/contract/part.js';
import {fault, isFault} from '../../src/fault.js';
import {beforeCreate, checkPart} from '../../src/kit/check-part.js';

const toLine = (id: string, body: PartEntry['body']) => ({id, body});

function part(entries: readonly PartEntry[]): Part {
  return {
    key: 'K',
    model: 'm',
    count: entries.length,
    entries: async function* () {
      yield* entries;
    },
  };
}

async function faultOf(promised: Promise<unknown>) {
  const caught = await promised.catch((error: unknown) => error);
  if (!isFault(caught)) throw new Error(`It is ${caught}.`);
  return caught;
}

describe('kit/check-part', () => {
  it('counts the bytes of the lines with their newlines, as they are in UTF-8', async () => {
    const entries = [
      {id: 'a', body: {t: 'é🙂'}},
      {id: 'b', body: {}},
    ];
    const text = entries.map(({id, body}) => `${JSON.stringify(toLine(id, body))}\n`).join('');
    expect(await checkPart(part(entries), {limits: {}, toLine})).to.equal(Buffer.byteLength(text));
  });

  it('refuses another model where a job has one, and takes it where not', async () => {
    const entries = [
      {id: 'a', body: {model: 'm'}},
      {id: 'b', body: {model: 'n'}},
    ];
    const refusal = await faultOf(checkPart(part(entries), {limits: {}, toLine, oneModel: true}));
    expect(refusal).to.include({code: 'refused', outcome: 'not-sent', retry: 'never'});
    expect(refusal.message).to.contain('b is for another model');
    await checkPart(part(entries), {limits: {}, toLine});
  });

  it('says that no job was made of whatever goes wrong before the create', () => {
    const lost = fault({code: 'connection-lost', message: 'x', retry: 'later', outcome: 'unknown'});
    expect(() => beforeCreate(lost))
      .to.throw()
      .with.property('outcome', 'not-sent');
    expect(() => beforeCreate(new Error('bug'))).to.throw('bug');
  });
});
