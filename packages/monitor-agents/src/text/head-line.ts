import type { Page } from '@cdev/core/cli';
import type { RunView, Used } from '../agent-view.ts';
import { stateWord } from './state-word.ts';

/** The plan and how many agents are in which state; below it what it is about, and what they used. */
export function headLines({ plan, title, agents, used }: RunView, style: Page['style']): string[] {
  const words = [...Map.groupBy(agents, stateWord)].map(([word, list]) => `${list.length} ${word}`);
  const about = [title, ...usedToday(used)].join('  ·  ');
  return [`${style.title(plan)}  ${words.join(' · ')}`, style.quiet(about)];
}

/** Of a run over several days, also what the last of them took. */
function usedToday({ days, ...used }: RunView['used']): string[] {
  const words = usedWords(used).join(' · ');
  const last = days.at(-1);
  if (words === '') return [];
  return [days.length < 2 || !last ? words : `${words} (${last.day}: ${usedWords(last).join(' · ')})`];
}

export function usedWords({ tokens, cost }: Used): string[] {
  return [...(tokens > 0 ? [`${shortNumber(tokens)} tokens`] : []), ...(cost > 0 ? [`$${cost.toFixed(2)}`] : [])];
}

/** `12.3k`: three digits are enough to see what grows. */
export function shortNumber(value: number): string {
  if (value < 1000) return String(value);
  return value < 999_950 ? `${(value / 1000).toFixed(1)}k` : `${(value / 1_000_000).toFixed(1)}M`;
}
