import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

/** Calls `look` while something runs; returns the most memory there was above what there was before, in bytes. */
export function memoryGauge(): {readonly look: () => void; readonly growth: () => number} {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const held = () => {
    collectGarbage();
    collectGarbage(); // what the first one finds dead is counted until the next
    const {heapUsed, external} = process.memoryUsage();
    return heapUsed + external;
  };
  const before = held();
  let most = before;
  return {
    look: () => {
      most = Math.max(most, held());
    },
    growth: () => most - before,
  };
}
