import type { Page } from '@cdev/core/cli';
import type { AttachView } from '../attach-agent.ts';
import { retryText, type AgentActivity } from '../drivers/index.ts';

/** A line of an agent as people read it. */
export function attachText({ agent, attempt, line, activities, ended }: AttachView, { style }: Page): string {
  if (ended) {
    const reason = ended.reason === undefined ? '' : `: ${ended.reason}`;
    return style.quiet(`${agent}, attempt ${attempt}: ${ended.verdict}${reason}`) + '\n';
  }
  if (!line) return '';
  if (line.from === 'cdev') return `${style.quiet(line.text)}\n`;
  if (line.from === 'stderr') return `${style.warning(line.text)}\n`;
  if (!activities) return `${line.text}\n`;
  const told = activities.map((activity) => activityText(activity, style)).filter((text) => text !== '');
  return told.length === 0 ? '' : `${told.join('\n')}\n`;
}

function activityText(activity: AgentActivity, style: Page['style']): string {
  switch (activity.kind) {
    case 'message':
      return activity.text;
    case 'tool':
      return style.quiet(`· ${activity.text}`);
    case 'file':
      return `${style.good('✎')} ${activity.text}`;
    case 'permission-denied':
      return `${style.warning('!')} permission denied: ${activity.text}`;
    case 'retry':
      return style.warning(retryText(activity));
    case 'result':
      return activity.ok ? style.good(activity.text) : style.bad(activity.text);
    default:
      return '';
  }
}
