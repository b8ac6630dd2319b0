import type { NewRunEvent, RunEvent } from '../run-event.ts';
import type { AgentState, AgentStatus } from './agent-state.ts';

type EventOf<Type extends RunEvent['type']> = Extract<NewRunEvent, { type: Type }>;
type Reducers = {
  readonly [Type in RunEvent['type']]?: (state: AgentState, event: EventOf<Type>, time: string) => AgentState;
};

/** What an event of one agent changes in its state. The integration's part is in `reduceIntegration`. */
export function reduceAgent(state: AgentState, event: RunEvent): AgentState {
  const reduce = reducers[event.type] as ((state: AgentState, event: RunEvent, time: string) => AgentState) | undefined;
  return reduce ? reduce(state, event, event.time) : state;
}

const reducers: Reducers = {
  'workspace-created': (state, { path, branch, base }) => ({
    ...state,
    workspace: path,
    branch,
    base,
    status: atLeastReady(state.status),
  }),
  'workspace-ready': (state, { ports }) => ({ ...state, ...(ports && { ports }), status: atLeastReady(state.status) }),
  'dependencies-merged': (state, { commit }) => ({ ...state, base: commit }),
  'agent-started': (state, { attempt, driver, pid, startTime, log, detached, host, isTakenOver }, time) => {
    // What it was at before says nothing of what it does now: that it waited for a person or for its model, or that it was denied something.
    const { endedAt: _endedAt, ended: _ended, blocker: _blocker, lastActivity: _lastActivity, ...before } = state;
    const { detached: _detached, heard: _heard, host: _host, isTakenOver: _byPerson, ...rest } = before;
    const place = { ...(detached && { detached }), ...(host !== undefined && { host }) };
    const started = { attempt, driver, pid, startTime, log, ...place, ...(isTakenOver && { isTakenOver }) };
    return { ...rest, status: 'running', ...started, startedAt: time, reasons: [] };
  },
  'agent-activity': (state, { activity, attempt, read }, time) => ({
    ...state,
    ...(read !== undefined && attempt === state.attempt && { heard: read }),
    lastActivity: { ...activity, time },
    tokens: state.tokens + (activity.tokens ?? 0),
    cost: state.cost + (activity.cost ?? 0),
    retries: state.retries + (activity.retries ?? 0),
  }),
  reported: (state, { kind, text }, time) => {
    const { blocker: _blocker, ...rest } = state;
    const lastActivity = { kind: 'message' as const, text, time };
    return { ...rest, lastActivity, ...(kind === 'blocker' && { blocker: text }) };
  },
  'agent-finished': (state, { verdict, reason }, time) => ({
    ...state,
    status: verdict === 'done' ? 'finished' : 'failed',
    ended: verdict,
    endedAt: time,
    reasons: reason === undefined ? [] : [reason],
  }),
  'snapshot-taken': (state, { ref, commit }) => ({ ...state, snapshots: [...state.snapshots, { ref, commit }] }),
  'set-aside': (state, { ref, commit, paths, holds = 'changes' }) => ({
    ...state,
    setAside: [...state.setAside, { ref, commit, paths, holds }],
  }),
  committed: (state, { commit, files, complete }) => {
    const { verdict: _verdict, report: _report, ...rest } = state;
    return { ...rest, commit, files, complete, ...(complete && { status: 'committed', reasons: [] }) };
  },
  validated: (state, { verdict, reasons, report, commit }) =>
    // Of an older commit it says nothing any more.
    state.commit !== undefined && state.commit !== commit
      ? state
      : {
          ...state,
          verdict,
          reasons,
          ...(report !== undefined && { report }),
          status: verdict === 'not-ready' ? 'not-ready' : 'validated',
        },
  'workspace-removed': (state) => {
    const { workspace: _workspace, ports: _ports, ...rest } = state;
    return rest;
  },
};

function atLeastReady(status: AgentStatus): AgentStatus {
  return status === 'planned' || status === 'waiting' ? 'ready' : status;
}
