import type {Note} from './engine/notes.js';
import {noteLine} from './report/notes.js';

/** Shows the engine's notes to whoever is watching. */
export interface Progress {
  readonly note: (note: Note) => void;
  /** Leaves the screen as a plain text would have. */
  readonly stop: () => Promise<void>;
}

const SILENT: Progress = {note: () => {}, stop: async () => {}};

/**
 * A live list on a terminal, a plain line for each change elsewhere; always on stderr. A list that redraws itself would
 * cut an address short: where one may have to be shown, it is not `isLive`.
 */
export async function showProgress(
  actions: readonly string[],
  {isShown, isLive}: {readonly isShown: boolean; readonly isLive: boolean},
): Promise<Progress> {
  if (!isShown) return SILENT;
  return isLive && process.stderr.isTTY && process.env['CI'] === undefined ? liveList(actions) : plainLines();
}

function plainLines(): Progress {
  return {
    note: (note) => {
      const line = noteLine(note);
      if (line !== undefined) process.stderr.write(`${line}\n`);
    },
    stop: async () => {},
  };
}

/** One row an action, that ends when its outputs are written or the command returns. */
async function liveList(actions: readonly string[]): Promise<Progress> {
  const {Listr, ListrLogger, ProcessOutput} = await import('listr2');
  const rows = new Map(actions.map((action) => [action, new Row()]));
  const logger = new ListrLogger({processOutput: new ProcessOutput(process.stderr, process.stderr)});
  const list = new Listr(
    actions.map((action) => ({
      title: action,
      task: (_: unknown, task: {title: string; output: string}) =>
        rows.get(action)!.run((text) => {
          task.title = `${action}  ${text}`;
        }),
    })),
    {concurrent: true, exitOnError: false, rendererOptions: {logger, collapseErrors: false}},
  );
  const shown = list.run().catch(() => {});
  return {
    note: (note) => {
      if (!('action' in note)) return;
      const row = rows.get(note.action);
      if (note.kind === 'answering') row?.say(`${note.done} of ${note.total} answered`);
      if (note.kind === 'taken') row?.say(`${note.records} records`);
      if (note.kind === 'written') row?.end(`${note.outputs} outputs in ${note.folder}`);
    },
    stop: async () => {
      for (const row of rows.values()) row.end();
      await shown;
    },
  };
}

class Row {
  #show: (text: string) => void = () => {};
  #end: () => void = () => {};
  readonly #ended = new Promise<void>((resolve) => {
    this.#end = resolve;
  });

  run(show: (text: string) => void): Promise<void> {
    this.#show = show;
    return this.#ended;
  }

  say(text: string): void {
    this.#show(text);
  }

  end(text?: string): void {
    if (text !== undefined) this.#show(text);
    this.#end();
  }
}
