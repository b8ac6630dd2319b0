import { redact } from '@cdev/core/log';
import { safeAddress } from '../safe-address.ts';
import { deedOutcomes, type Deed, type DeedSubject } from './deed.ts';

/**
 * A notice to a webhook, in the form that Slack and its likes take, or as data. Nobody can ask a webhook what it got, so the journal remembers: a notice
 * whose sending was broken off is not sent a second time.
 */
export const sendNotice: Deed = async (subject) => {
  const { unit, release, options } = subject;
  const { done, already, planned, failed, notRun } = deedOutcomes('notify', unit.tag);
  const address = options.notify ?? release.context.env['CDEV_RELEASE_WEBHOOK'];
  if (address === undefined || address === '') return [notRun('no webhook is named (--notify, CDEV_RELEASE_WEBHOOK)')];
  const url = safeAddress(options.notify === undefined ? 'CDEV_RELEASE_WEBHOOK' : '--notify', address);
  const { events, append } = release.journal;
  const mine = events.filter((event) => 'deed' in event && event.deed === 'notify' && event.subject === unit.tag);
  const sent = mine.find(({ type }) => type === 'deed-done');
  if (sent) return [already(`sent ${sent.time}`)];
  if (mine.some(({ type }) => type === 'deed-begun') && !options.again)
    return [
      notRun('an earlier run was broken off while it was sent, so it may have arrived', [
        'Look whether it has; if not, run this again with --again --only notify',
      ]),
    ];
  const { host } = new URL(url);
  if (options.isDryRun) return [planned(`tell ${host}`)];
  await append({ type: 'deed-begun', deed: 'notify', subject: unit.tag });
  const refused = await post(url, noticeOf(subject), release.context.signal);
  if (refused !== undefined)
    return [
      failed(`${host} ${refused}`, ['Check the address of the webhook, and run this again with --again --only notify']),
    ];
  await append({ type: 'deed-done', deed: 'notify', subject: unit.tag, detail: host });
  return [done(`told ${host}`)];
};

/** Why it was not taken; undefined when it was. The address, which is a secret, is in no message. */
async function post(url: string, body: object, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(20_000)]),
    });
    await response.body?.cancel();
    return response.ok ? undefined : `answered ${response.status}`;
  } catch (error) {
    signal.throwIfAborted();
    const { cause, message } = error as Error & { cause?: { message?: string } };
    return `could not be reached: ${redact(cause?.message ?? message, [url])}`;
  }
}

function noticeOf({ unit, release, options }: DeedSubject): object {
  const lines = unit.packages.map(({ name, version, distTag }) => `${name} ${version} (${distTag})`);
  if (options.notifyFormat === 'slack') return { text: `Released ${lines.join(', ')}` };
  return {
    event: 'release',
    tag: unit.tag,
    ...(release.manifest.git && { commit: release.manifest.git.commit }),
    packages: unit.packages.map(({ name, version, distTag, integrity }) => ({ name, version, distTag, integrity })),
  };
}
