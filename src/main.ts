import {run} from '@oclif/core/run';

/**
 * Runs one command line. Sets the exit code instead of exiting, so that whatever is still in a slow pipe arrives.
 *
 * @param argv the words after `agac`
 * @param root a file URL inside the package
 */
export async function main(argv: string[], root: string): Promise<void> {
  try {
    await run(argv, root);
  } catch (error) {
    const {reportUncaught} = await import('./uncaught.js');
    reportUncaught(error, argv);
  }
}
