/** Tasks for workers on one machine or many: a graph, leases, fencing numbers, cancellation and numbered events. */
export { openFleet } from './open-fleet.ts';
export type { OpenFleetOptions } from './open-fleet.ts';
export { protocolVersion } from './fleet-engine.ts';
export type {
  Claim,
  ClaimOptions,
  ClaimReference,
  EngineDescription,
  FailureCause,
  FleetEngine,
  FleetEvent,
  FleetEventKind,
  Heartbeat,
  Message,
  RunState,
  TaskDefinition,
  TaskState,
  TaskStatus,
  Worker,
} from './fleet-engine.ts';
export type { JsonValue } from './small-json.ts';
export { errors as agentFleetErrors } from './errors.ts';
