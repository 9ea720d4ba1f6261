import type {Hook} from '@oclif/core/hooks';
import {openSession} from '../session.js';

/** Finds the project root and the last-job record before any command runs. */
const init: Hook.Init = async ({config}) => {
  openSession(config, process.cwd());
};

export default init;
