export type * from './contract.js';
export {type Fault, fault, isFault, type Outcome} from './fault.js';
