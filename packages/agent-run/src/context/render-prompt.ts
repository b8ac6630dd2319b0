import type { AgentContext } from './agent-context.ts';

export function promptFile(_worktree: string): string {
  throw new Error('not written yet');
}
export function renderPrompt(_context: AgentContext): string {
  throw new Error('not written yet');
}
