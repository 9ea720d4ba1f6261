import type {Role} from '../domain/workflow.js';
import type {Place} from '../project/located.js';
import type {Problems} from '../project/problems.js';
import type {ProjectSettings} from '../project/settings.js';
import type {MacrosFor} from './macros.js';
import type {PromptStore} from './prompt-store.js';
import type {SchemaStore} from './schemas/schema-store.js';
import type {SeedStore} from './seeds.js';
import type {Installed} from './vendors.js';

/** What the caller knows of this installation. */
export interface Known extends Installed {
  /**
   * Finds the file of a tool or validator by its name; looks into these folders, relative to the project root, there into
   * all modules or, where one is named as Python does (`checks.quality`), into that.
   */
  readonly locate: (
    role: Role,
    name: string,
    toolPaths: readonly string[],
    module?: string,
  ) => LocatedFunction | undefined;
  /** Variables that a workflow file may name with `env.…`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Names that may have been meant. */
  readonly nearest?: (role: Role, name: string, toolPaths: readonly string[]) => readonly string[];
}

export interface LocatedFunction {
  /** Absolute, or relative to the project root. */
  readonly file: string;
  /** What the function says itself that it is called with. */
  readonly granularity?: 'record' | 'file';
}

/** What all steps of reading one workflow share. */
export interface Reading {
  /** The project root, absolute. */
  readonly root: string;
  /** The workflow's own folder, relative to the root. */
  readonly folder: string;
  readonly settings: ProjectSettings;
  readonly toolPaths: readonly string[];
  readonly known: Known;
  /** The macros that a text calls. */
  readonly macros: MacrosFor;
  readonly prompts: PromptStore;
  readonly schemas: SchemaStore;
  readonly seeds: SeedStore;
  /** Where the address of an action's model is written, by the action's name: not part of what a run keeps. */
  readonly addresses: Map<string, Place>;
  readonly problems: Problems;
}
