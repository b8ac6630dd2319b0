import type { AgentView, RunView } from '../src/index.ts';

/** What is the same of every agent that has done nothing yet; a test adds who it is and what it is about. */
export const idleAgent: Omit<AgentView, 'id' | 'title' | 'status'> = {
  isAlive: false,
  attempt: 1,
  commits: 0,
  changed: 0,
  foreign: [],
  tokens: 0,
  cost: 0,
  retries: 0,
  waitsFor: [],
  reasons: [],
};

/** The same of a run: that of nobody's work yet. */
export const idleRun: Omit<RunView, 'agents'> = {
  plan: 'eng-1',
  title: 'The desk',
  at: '2026-01-01T00:00:00.000Z',
  isAtRest: false,
  integration: { status: 'none', merged: 0, ejected: 0 },
  used: { tokens: 0, cost: 0, days: [] },
  conflicts: [],
};
