import {connect} from 'node:net';
import {fault} from '../../fault.js';
import {type Broken, replacing} from './broken.js';

/** Wrong in the card, in which methods there are, or in the encoding. */
export const BROKEN_CARDS: readonly Broken[] = [
  {
    name: 'connects when it is opened',
    caughtBy: 'A1',
    spoil: replacing((_good, {baseUrl = ''}) => {
      const {hostname, port} = new URL(baseUrl);
      const socket = connect(Number(port), hostname, () => socket.destroy());
      socket.on('error', () => {});
      return {};
    }),
  },
  {
    name: 'says zero for a price that it does not know',
    caughtBy: 'A2',
    spoil: replacing((good) => ({
      describe: (model) => ({
        price: {inputPerMillion: 0, outputPerMillion: 0, source: 'none', asOf: '2026-01-01'},
        ...good.describe(model),
      }),
    })),
  },
  {
    name: 'says a price without its date',
    caughtBy: 'A3',
    spoil: replacing((good) => ({
      describe: (model) => ({
        ...good.describe(model),
        price: {inputPerMillion: 1, outputPerMillion: 2, source: 'https://acme.invalid/prices', asOf: 'today'},
      }),
    })),
  },
  {
    name: 'does not say how long its find may miss a new job',
    caughtBy: 'C28',
    spoil: replacing(() => ({settleMs: undefined})),
  },
  {
    name: 'has a method only to say that the vendor cannot do it',
    caughtBy: 'C28',
    spoil: replacing(() => ({
      probe: async () => {
        throw fault({code: 'unsupported', message: 'The vendor cannot be asked.', retry: 'never'});
      },
    })),
  },
  {
    name: 'numbers what it encodes',
    caughtBy: 'A4',
    spoil: replacing((good) => {
      let number = 0;
      return {
        encode: (request) => {
          const encoded = good.encode(request);
          number += 1;
          return {...encoded, body: {...encoded.body, number}};
        },
      };
    }),
  },
  {
    name: 'counts the newline as a byte of the line',
    caughtBy: 'A5',
    spoil: replacing((good) => ({
      encode: (request) => ({...good.encode(request), bytes: good.encode(request).bytes + 1}),
    })),
  },
  {
    name: 'leaves out silently what it cannot say',
    caughtBy: 'A6',
    spoil: replacing((good) => ({
      encode: (request) => {
        try {
          return good.encode(request);
        } catch {
          return good.encode({model: request.model, messages: request.messages, parameters: {}});
        }
      },
    })),
  },
  {
    name: 'forgets the parameters',
    caughtBy: 'A7',
    spoil: replacing((good) => ({encode: (request) => good.encode({...request, parameters: {}})})),
  },
  {
    name: 'puts an id into the body',
    caughtBy: 'A8',
    spoil: replacing((good) => ({
      encode: (request) => {
        const encoded = good.encode(request);
        return {...encoded, body: {custom_id: 'r1', ...encoded.body}};
      },
    })),
  },
];
