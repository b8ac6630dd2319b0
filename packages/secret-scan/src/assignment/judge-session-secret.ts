import type { Judgement } from './judge-value.ts';
import type { Value } from './read-value.ts';

/** What keeps sessions in cookies, up to the setting that signs them. */
const session =
  /(?:^|[^\w.])(?:(?:express|cookie|koa)?-?session|require\(["'](?:express|cookie)-session["']\))\(\{[^{}()]{0,300}$/i;

/** A word as the secret of sessions: whoever guesses it is whom he likes. Elsewhere a word by such a name is the name of something. */
export function judgeSessionSecret(
  text: string,
  start: number,
  secret: string,
  { isQuoted }: Value,
): Judgement | undefined {
  if (
    !isQuoted ||
    !/^[A-Za-z][\w .!-]{3,60}$/.test(secret) ||
    !/^(?:secret|keys)$/.test(text.slice(start, start + 6).replace(/\W.*$/s, ''))
  )
    return undefined;
  if (!session.test(text.slice(Math.max(0, start - 340), start))) return undefined;
  return { certainty: secret === 'secret' ? 0.3 : 0.42, reasons: ['it signs sessions, and is made of words'] };
}
