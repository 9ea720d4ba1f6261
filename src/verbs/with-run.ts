import {type LoopGoal, loop, type Rest} from '../engine/loop.js';
import {lookUp} from '../engine/perform/look-up.js';
import type {Ports} from '../engine/ports.js';
import {takeLock} from '../store/lock.js';
import {lockFolder, prepareStateFolder, sweepStateFolder} from '../store/project-store.js';
import {readPlan} from '../store/read-run.js';
import {RunStore} from '../store/run-store.js';
import {openPorts, type Watching} from './open-ports.js';
import type {Place} from './project-context.js';

/** Does something under the lock of a workflow. */
export async function withLock<T>(place: Place, workflow: string, work: () => Promise<T>): Promise<T> {
  prepareStateFolder(place.root);
  const release = await takeLock(lockFolder(place.root, workflow), `agac ${process.argv.slice(2).join(' ')}`);
  try {
    sweepStateFolder(place.root, workflow);
    return await work();
  } finally {
    release();
  }
}

/** Opens a run for going on with it, under its lock, as its journal stands then. */
export async function withRun<T>(
  place: Place,
  run: Watching & {readonly folder: string; readonly workflow: string},
  work: (ports: Ports) => Promise<T>,
): Promise<T> {
  return withLock(place, run.workflow, async () => {
    const store = RunStore.open(run.folder);
    try {
      const ports = openPorts(place, {store, plan: readPlan(run.folder)}, run);
      return await work(ports).finally(ports.close);
    } finally {
      store.close();
    }
  });
}

/** Takes a run as far as the goal allows. Parts that a vendor did not know when last asked are looked up once more. */
export async function goOn(ports: Ports, goal: LoopGoal): Promise<Rest> {
  for (const {part} of ports.store.state.parts.filter((each) => each.phase === 'unfound')) await lookUp(ports, part);
  return loop(ports, goal);
}
