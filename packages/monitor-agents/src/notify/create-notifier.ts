import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { stripControl } from '@cdev/core/log';
import { run } from '@cdev/core/subprocess';
import { errors } from '../errors.ts';
import type { Notice } from './notices-between.ts';

/** Tells notices of a run; a way that fails is told once and does not stop the monitor. */
export type Notifier = (plan: string, notices: readonly Notice[]) => Promise<void>;

/**
 * @param ways `bell`, `desktop`, or the URL of a webhook, which gets `{ "text": … }` (the form that Slack, Mattermost and others take)
 * @throws CDEV_E_MONITOR_NOTIFY_INVALID
 */
export function createNotifier(ways: readonly string[], context: Context): Notifier {
  // The bell is the terminal's, and rung where that is painted.
  const tells = ways
    .filter((way) => way !== 'bell')
    .map((way) => ({ way, tell: way === 'desktop' ? tellDesktop : tellWebhook(requireUrl(way)) }));
  const failed = new Set<string>();
  return async (plan, notices) => {
    if (notices.length === 0) return;
    const text = stripControl(notices.map((notice) => notice.text).join('\n'));
    await Promise.all(
      tells.map(async ({ way, tell }) => {
        const reason = await tell({ title: plan, text }, context).then(() => undefined, reasonOf);
        context.signal.throwIfAborted();
        if (reason === undefined || failed.has(way)) return;
        failed.add(way);
        context.progress.note(`Not notified by ${describe(way)}: ${reason}`);
        context.log.warn(`A notification by ${describe(way)} failed`, { reason });
      }),
    );
  };
}

interface Message {
  readonly title: string;
  readonly text: string;
}

async function tellDesktop({ title, text }: Message, { cwd, signal }: Context): Promise<void> {
  const script = `display notification ${JSON.stringify(text)} with title ${JSON.stringify(title)}`;
  const [file, args] =
    process.platform === 'darwin'
      ? (['osascript', ['-e', script]] as const)
      : (['notify-send', ['--app-name=cdev', '--', title, text]] as const);
  await run(file, args, { cwd, signal, timeLimit: 5000 });
}

function tellWebhook(url: URL): (message: Message, context: Context) => Promise<void> {
  return async ({ title, text }, { signal }) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: `${title}\n${text}` }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
      redirect: 'error',
    });
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
  };
}

function requireUrl(way: string): URL {
  const url = URL.canParse(way) ? new URL(way) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol)) return url;
  throw errors.make('CDEV_E_MONITOR_NOTIFY_INVALID', { value: way });
}

/** A webhook's path is a credential. */
function describe(way: string): string {
  return way === 'desktop' ? 'desktop' : `webhook ${new URL(way).host}`;
}

function reasonOf(error: unknown): string {
  if (isCdevError(error)) return error.message;
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
}
