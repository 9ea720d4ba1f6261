export {BROKEN} from './broken/all.js';
export type {Broken} from './broken/broken.js';
export type {Case} from './case.js';
export {caseOf, SECTIONS} from './cases.js';
export {conformance, leftOutReason, runCase} from './conformance.js';
export type {Subject} from './subject.js';
export type * from './vendor.js';
