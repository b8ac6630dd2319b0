import { alignColumns, type Page } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import type { RunView } from '../agent-view.ts';
import { stateWord } from './state-word.ts';

/** What needs somebody: agents whose process is gone, blocked ones, changes outside of an agent's files. */
export function attentionLines({ agents, plan }: RunView, style: Page['style']): string[] {
  const gone = agents
    .filter((agent) => stateWord(agent) === 'gone')
    .map(({ id }) => `  ${style.bad('✗')} the process of ${id} is gone; go on with: cdev-spawn-agents ${plan} --run`);
  const blocked = agents
    .filter((agent) => stateWord(agent) === 'blocked')
    .map(({ id, blocker, denied = '' }) => {
      const why = stripControl(blocker ?? denied).replaceAll(/\s+/g, ' ');
      return `  ${style.warning('!')} ${id} is blocked: ${why}`;
    });
  const asking = agents
    .filter((agent) => stateWord(agent) === 'asking')
    .map(({ id, asking: what = '' }) => `  ${style.warning('!')} ${id} ${stripControl(what)}`);
  const unheard = agents
    .filter(({ isUnheard, isAlive }) => isUnheard === true && isAlive)
    .map(
      ({ id }) =>
        `  ${style.warning('!')} ${id} goes on by itself, and nothing limits it; listen to it: cdev-spawn-agents ${plan} --run`,
    );
  const foreign = agents.flatMap(({ id, foreign: paths }) =>
    paths.map((path) => `  ${style.warning('!')} ${id} changed ${path}, which is not its own`),
  );
  return [...gone, ...unheard, ...blocked, ...asking, ...foreign];
}

export function integrationLines(
  { integration: { status, merged, ejected } }: RunView,
  style: Page['style'],
): string[] {
  return status === 'none'
    ? []
    : [`integration ${status}: ${merged} merged${ejected > 0 ? `, ${style.bad(`${ejected} ejected`)}` : ''}`];
}

const mostPaths = 4;

export function conflictLines({ conflicts }: RunView, style: Page['style']): string[] {
  if (conflicts.length === 0) return [];
  const rows = conflicts.map(({ between: [one, other], paths, uncommitted }) => {
    const more = paths.length > mostPaths ? `, and ${paths.length - mostPaths} more` : '';
    const open = uncommitted.length > 0 ? style.quiet('  (not committed yet)') : '';
    return [`  ${style.warning('!')} ${one} and ${other}`, `${paths.slice(0, mostPaths).join(', ')}${more}${open}`];
  });
  return ['If merged now, git alone would stop at:', ...alignColumns(rows)];
}

export function nextLines({ next }: RunView, style: Page['style']): string[] {
  // Its command on a line of its own: whole, to be copied.
  return next?.split(/ (?=→ )/).map(style.quiet) ?? [];
}
