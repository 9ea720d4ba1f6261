import {findProject} from './project/find-project.js';
import {type LastJob, readLastJob} from './store/last-job.js';

/** Where a command was typed: found before it runs. */
export interface Session {
  readonly cwd: string;
  /** The project that holds the current folder, if any. */
  readonly root?: string;
  /** The last submission from that project. */
  readonly lastJob?: LastJob;
}

/** What oclif hands to hooks and commands alike. A config itself is rebuilt for the command; its `pjson` is not. */
interface ConfigLike {
  readonly pjson: object;
}

const sessions = new WeakMap<object, Session>();

/** Looks around anew. Reads two small files at most and never throws. */
export function openSession(config: ConfigLike, cwd: string): Session {
  const root = findProject(cwd);
  const lastJob = root === undefined ? undefined : readLastJob(root);
  const session = {cwd, ...(root === undefined ? {} : {root}), ...(lastJob === undefined ? {} : {lastJob})};
  sessions.set(config.pjson, session);
  return session;
}

/** The session that the init hook opened; opens one where no hook ran. */
export function currentSession(config: ConfigLike): Session {
  return sessions.get(config.pjson) ?? openSession(config, process.cwd());
}
