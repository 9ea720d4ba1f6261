import {type IncomingHttpHeaders, request} from 'node:http';
import type {Note} from '../../src/engine/notes.js';
import {reviewer} from '../../src/review/reviewer.js';
import type {Workbench} from '../engine/workbench.js';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Asking {
  readonly method?: string;
  /** Below the token; or, with a slash before it, the whole path. Sent as it is. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string | Buffer;
  /** Another address than the one that was told. */
  readonly host?: string;
}

/** The page of a review, and somebody who asks it in ways no browser would. */
export class Visit {
  readonly address: URL;
  /** Ends with the review. */
  readonly ended: Promise<unknown>;

  private constructor(address: string, ended: Promise<unknown>) {
    this.address = new URL(address);
    this.ended = ended;
  }

  /** Runs a workflow up to where the page is served; on any free port, as the one that is wanted may be taken. */
  static async open(bench: Workbench): Promise<Visit> {
    let ended: Promise<unknown> = Promise.resolve();
    const address = await new Promise<string>((resolve, reject) => {
      const notify = (note: Note) => {
        bench.notes.push(note);
        if (note.kind === 'reviewing') resolve(note.address);
      };
      const {signal} = bench.abort;
      const now = () => new Date(bench.clock);
      bench.reviewer = reviewer({kind: 'page'}, {signal, now, notify, log: () => {}});
      ended = bench.loop();
      ended.then(() => reject(new Error('No page was served.')), reject);
    });
    return new Visit(address, ended);
  }

  ask({method = 'GET', path = '', headers = {}, body, host = this.address.hostname}: Asking = {}): Promise<Answer> {
    const {port, host: name, pathname, origin} = this.address;
    const own = method === 'GET' ? {} : {origin, 'content-type': 'application/json'};
    const all = Object.entries({host: name, ...own, ...headers}).filter(([, value]) => value !== undefined);
    const options = {
      host,
      port,
      method,
      path: path.startsWith('/') ? path : pathname + path,
      headers: Object.fromEntries(all) as Record<string, string>,
      agent: false,
    };
    return new Promise((resolve, reject) => {
      const asking = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const {statusCode: status = 0, headers: got} = response;
          resolve({status, headers: got, text: Buffer.concat(chunks).toString()});
        });
      });
      asking.on('error', reject);
      asking.end(body);
    });
  }

  async get<T>(path: string): Promise<T> {
    const {status, text} = await this.ask({path});
    if (status !== 200) throw new Error(`${status}: ${text}`);
    return JSON.parse(text) as T;
  }

  /** A decision as the page sends it. */
  decide(body: unknown): Promise<Answer> {
    return this.ask({method: 'POST', path: 'decisions', body: JSON.stringify(body)});
  }

  async end(): Promise<void> {
    await this.ask({method: 'POST', path: 'end', body: '{}'});
    await this.ended;
  }
}
