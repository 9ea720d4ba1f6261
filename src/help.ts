import type {Command} from '@oclif/core';
import {Help} from '@oclif/core/help';
import {EXIT, EXIT_MEANING} from './domain/exit.js';

/** oclif's help with the exit codes under every command of ours. */
export default class AgacHelp extends Help {
  override async showCommandHelp(command: Command.Loadable): Promise<void> {
    await super.showCommandHelp(command);
    if (command.pluginName !== this.config.pjson.name) return;
    this.log('EXIT CODES');
    for (const line of exitCodeLines()) this.log(`  ${line}`);
    this.log('');
  }
}

function exitCodeLines(): string[] {
  const names = Object.keys(EXIT) as (keyof typeof EXIT)[];
  return names.map((name) => `${String(EXIT[name]).padStart(3)}  ${EXIT_MEANING[name]}`);
}
