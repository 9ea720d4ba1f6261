import {expect} from 'chai';
import {Chain} from './chain.js';

/** Points to die at, spread over a run; `npm run test:soak` tries them all, before and after each change. */
const POINTS = process.env['AGAC_CRASH_POINTS'] ?? '24';
const AT_ONCE = 2;
const MINUTES = 60_000;

interface Point {
  readonly at: number;
  readonly when: 'before' | 'after';
}

function pointsOf(changes: number): Point[] {
  const all = Array.from({length: changes}, (_, i) => i + 1);
  if (POINTS === 'all')
    return all.flatMap((at): Point[] => [
      {at, when: 'before'},
      {at, when: 'after'},
    ]);
  const step = changes / Number(POINTS);
  return Array.from({length: Number(POINTS)}, (_, i) => ({
    at: all[Math.floor(i * step)]!,
    when: i % 2 === 0 ? 'before' : 'after',
  }));
}

describe('a process that dies', function () {
  this.timeout(30 * MINUTES);
  let whole: Record<string, string>;
  let jobs: string[];
  let changes: number;

  before(async () => {
    const chain = await Chain.open();
    try {
      const counted = await chain.count();
      expect(counted.outcome.code, counted.outcome.stderr).to.equal(0);
      ({changes} = counted);
      whole = chain.outputs();
      jobs = chain.jobs();
    } finally {
      await chain.close();
    }
  });

  it('leaves nothing to chance in the undisturbed run', () => {
    expect(JSON.parse(whole['sum_up/messages.json']!)).to.have.length(12);
    expect(jobs).to.deep.equal(['p0', 'p1', 'p2', 'p3', 'p5']);
    expect(changes).to.be.greaterThan(100);
  });

  it('is taken up where it died, whichever change on disk was its last', async () => {
    const points = pointsOf(changes);
    const queue = [...points];
    await Promise.all(
      Array.from({length: AT_ONCE}, async () => {
        for (let point = queue.shift(); point !== undefined; point = queue.shift()) await dieAndGoOn(point);
      }),
    );
  });

  async function dieAndGoOn(point: Point): Promise<void> {
    const chain = await Chain.open();
    const name = `killed ${point.when} change ${point.at}`;
    try {
      const dead = await chain.run(point);
      expect(dead.signal, `${name}: ${dead.stderr}`).to.equal('SIGKILL');
      const alive = await chain.run();
      expect(alive.code, `${name}: ${alive.stderr}`).to.equal(0);
      expect(chain.outputs(), name).to.deep.equal(whole);
      expect(chain.jobs(), name).to.deep.equal(jobs);
      expect(chain.leftovers(), name).to.deep.equal([]);
    } finally {
      await chain.close();
    }
  }

  for (const on of ['upload', 'create', 'status', 'results'] as const) {
    for (const when of ['before', 'after'] as const) {
      it(`sends every part once when it dies ${when} the vendor acts on ${on}`, async () => {
        const chain = await Chain.open();
        let pid = 0;
        let isFirst = true;
        chain.vendor.around((moment) => {
          if (!isFirst || moment.on !== on || moment.when !== when) return;
          isFirst = false;
          process.kill(pid, 'SIGKILL');
        });
        try {
          const args = ['run', '-a', 'chain', '--wait', '--timeout', '1'];
          const spawned = (child: number) => {
            pid = child;
          };
          const dead = await chain.sandbox.agac(args, {spawned});
          expect(dead.signal).to.equal('SIGKILL');
          const alive = await chain.run();
          expect(alive.code, alive.stderr).to.equal(0);
          expect(chain.outputs()).to.deep.equal(whole);
          expect(chain.jobs()).to.deep.equal(jobs);
        } finally {
          await chain.close();
        }
      });
    }
  }
});
