import type { AgentView } from '../src/index.ts';

/** What is the same of every agent that has done nothing yet; a test adds who it is and what it is about. */
export const idleAgent: Omit<AgentView, 'id' | 'title' | 'status'> = {
  isAlive: false,
  attempt: 1,
  commits: 0,
  changed: 0,
  foreign: [],
  tokens: 0,
  cost: 0,
  waitsFor: [],
  reasons: [],
};
