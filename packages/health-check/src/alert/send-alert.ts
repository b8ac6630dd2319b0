import { redact } from '@cdev/core/log';
import { errors } from '../errors.ts';

/** @throws CDEV_E_HEALTH_CHECK_OPTION_INVALID; the address itself, whose path is a credential, is in no message. */
export function requireWebhook(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))) return url;
  throw errors.make('CDEV_E_HEALTH_CHECK_OPTION_INVALID', {
    problem: 'The webhook is no address that begins with https://',
  });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}

/** Tells a webhook in the form that Slack, Mattermost and others take, with the changes as data beside it. @returns what became of it. */
export async function sendAlert(
  url: URL,
  body: { text: string; changes: unknown },
  signal: AbortSignal,
): Promise<string> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(20_000)]),
    });
    await response.body?.cancel();
    return response.ok ? `told ${url.host}` : `not told: ${url.host} answered ${response.status}`;
  } catch (error) {
    signal.throwIfAborted();
    const { cause, message } = error as Error & { cause?: { message?: string } };
    return `not told: ${url.host} could not be reached: ${redact(cause?.message ?? message, [url.href])}`;
  }
}
