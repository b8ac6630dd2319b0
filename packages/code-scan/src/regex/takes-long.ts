import { cpuUsage } from 'node:process';
import { createContext, Script } from 'node:vm';
import { attackTexts } from './attack-texts.ts';

/** As long as a header or an address may be. An expression that reads it once is done in a thousandth of `long`. */
const length = 30_000;
/** Milliseconds of the processor. */
const long = 40;

const script = new Script('expression.test(text)');

/**
 * Whether there is a text with which an expression takes very long: it is tried, with texts made of what its parts take. Time is that of the
 * processor, so that a busy machine makes nothing slow. False where none is found; there may be one.
 */
export function takesLong(source: string, flags: string): boolean {
  const context = createContext({ expression: new RegExp(source, flags.replaceAll(/[gy]/g, '')), text: '' });
  for (const text of attackTexts(source, flags, length)) {
    context['text'] = text;
    // A slow one is slow each time; the time of the processor is that of all threads, and others may have had it once.
    if (isLong(context) && isLong(context)) return true;
  }
  return false;
}

function isLong(context: object): boolean {
  for (let timeout = long * 2; ; timeout *= 2) {
    const before = cpuUsage();
    try {
      script.runInContext(context, { timeout });
      return false;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false;
      const { user } = cpuUsage(before);
      // Most of the time was others': once more, with more of it.
      if (user >= long * 1000 || timeout > 5000) return true;
    }
  }
}
