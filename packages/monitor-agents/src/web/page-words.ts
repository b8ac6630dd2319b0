import type { AgentView, Used } from '../agent-view.ts';

/** Numbers, and what agents are at, as the page says them. */
export interface PageWords {
  readonly duration: (milliseconds: number) => string;
  readonly count: (number: number, noun: string) => string;
  readonly used: (sum: Used) => string;
  /** As `stateWord` says it. */
  readonly word: (agent: AgentView) => string;
}

/** Runs in the browser before the page's script, which finds them as `pageWords`. */
export function pageWords(): void {
  const duration = (milliseconds: number): string => {
    if (milliseconds < 1000) return '< 1 s';
    const seconds = Math.round(milliseconds / 1000);
    if (seconds < 60) return `${seconds} s`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
    return `${Math.floor(seconds / 3600)} h ${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')} min`;
  };
  const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
  const tokens = (number: number): string =>
    number < 1000 ? String(number) : number < 1e6 ? `${(number / 1000).toFixed(1)}k` : `${(number / 1e6).toFixed(1)}M`;
  const used = (sum: Used): string =>
    [sum.tokens > 0 ? `${tokens(sum.tokens)} tokens` : '', sum.cost > 0 ? `$${sum.cost.toFixed(2)}` : '']
      .filter(Boolean)
      .join(' · ');
  const word = ({ status, isAlive, blocker, denied, asking, isIdle, retrying }: AgentView): string => {
    if (status !== 'running') return status;
    if (!isAlive) return 'gone';
    if ((blocker ?? denied) !== undefined) return 'blocked';
    if (asking !== undefined) return 'asking';
    if (isIdle === true) return 'idle';
    return retrying === undefined ? status : 'retrying';
  };
  (globalThis as unknown as { pageWords: PageWords }).pageWords = { duration, count, used, word };
}
