import {isFault, type JsonObject, type Limits, type ModelRequest} from '@agac/provider';
import type {Connection, RoundRef} from '../domain/run.js';
import type {LlmAction} from '../domain/workflow.js';
import {requestBuilder} from '../requests/build-request.js';
import {followUp} from '../requests/follow-up.js';
import {requestId} from '../requests/request-id.js';
import {openTemplates} from '../requests/template.js';
import {batchConnection} from './batch-lane.js';
import {connectionOf} from './connection.js';
import {openDispatches} from './dispatches.js';
import type {Ports} from './ports.js';
import type {AskedRecord} from './round-records.js';

/** One request, ready to be packed. */
export interface MadeRequest {
  readonly kind: 'request';
  readonly id: string;
  readonly connection: Connection;
  readonly request: ModelRequest;
  /** Batch mode: what the vendor will get, and the limits it must keep to. */
  readonly encoded?: {
    readonly body: JsonObject;
    readonly bytes: number;
    readonly lane?: string;
    readonly limits: Limits;
  };
  /** The most tokens the answer can have; undefined: there is no limit. */
  readonly mostOutput?: number;
  readonly notes: readonly string[];
}

export interface RefusedRequest {
  readonly kind: 'refused';
  readonly id: string;
  readonly message: string;
}

/** What makes the requests of a round. */
export interface Asker {
  /** Calls what the prompt calls, renders, adds what was wrong before, and encodes for the vendor. */
  readonly ask: (asked: AskedRecord) => Promise<MadeRequest | RefusedRequest>;
  /** The answers will be made up, not a model's. */
  readonly simulated: boolean;
}

/** Opens the provider of an action, asked before whether it has a batch lane, and compiles the prompt, once for a round. */
export async function asker(ports: Ports, {action: name, round}: RoundRef, action: LlmAction): Promise<Asker> {
  const build = requestBuilder(action, openTemplates());
  const own = connectionOf(action);
  const connection = action.runMode === 'batch' ? await batchConnection(ports, own) : own;
  const provider = await ports.provider(connection);
  const {limits, simulated = false} = provider.describe(action.model);
  const {run, actions} = ports.store.state;
  const position = actions.findIndex((each) => each.name === name);
  const dispatch = await openDispatches(ports, action);
  const make: Asker['ask'] = async ({record, ask}) => {
    const id = requestId({run, action: position, ordinal: record.ordinal, round});
    const dispatched = await dispatch(record);
    if ('problem' in dispatched) return {kind: 'refused', id, message: dispatched.problem};
    const built = build(record, action.prompt.dispatches && dispatched.texts);
    if (built.kind === 'refused') return {...built, id};
    const {selfReflection = false} = action.reprompt;
    const request = ask.repair === undefined ? built.request : followUp(built.request, {...ask.repair, selfReflection});
    const asked = {kind: 'request', id, connection, request, mostOutput: request.parameters.maxTokens} as const;
    if (action.runMode === 'online') return {...asked, notes: []};
    try {
      const {body, bytes, lane, notes, mostOutputTokens = asked.mostOutput} = provider.encode(request);
      return {...asked, notes, mostOutput: mostOutputTokens, encoded: {body, bytes, lane, limits}};
    } catch (error) {
      if (isFault(error)) return {kind: 'refused', id, message: error.message};
      throw error;
    }
  };
  return {ask: make, simulated};
}
