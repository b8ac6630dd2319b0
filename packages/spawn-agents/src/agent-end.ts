import type { AgentVerdict, ForeignChange, SetAside, Work } from '@cdev/agent-run';

/** How an agent's run ended. */
export interface AgentEnd {
  readonly agent: string;
  readonly verdict: AgentVerdict;
  /** Why it is not done. */
  readonly reason?: string | undefined;
  /** What can be done about it. */
  readonly steps: readonly string[];
  readonly attempt: number;
  /** Milliseconds, of the last attempt. */
  readonly duration: number;
  readonly log?: string | undefined;
  readonly work?:
    | (Pick<Work, 'owned' | 'shared'> & { readonly foreign: readonly Pick<ForeignChange, 'path'>[] })
    | undefined;
  /** Made because other agents build on it. */
  readonly commit?:
    | { readonly commit?: string; readonly setAside: readonly Pick<SetAside, 'ref' | 'paths'>[] }
    | undefined;
  readonly notes: readonly string[];
  /** Another process ran it. */
  readonly isElsewhere?: boolean | undefined;
}
