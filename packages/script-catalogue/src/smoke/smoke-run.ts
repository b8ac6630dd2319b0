import { lastWords, type Start } from '../start-script.ts';
import type { SmokeExample } from './smoke-example.ts';

type Ended = Pick<Start, 'exitCode' | 'stdout' | 'stderr' | 'brokenOff'>;

/** In what a run of the example was not what it has to be; undefined when all is well. */
export function smokeProblem({ exitCode: wanted = 0, stdout: text }: SmokeExample, start: Ended): string | undefined {
  if (start.brokenOff !== undefined) return start.brokenOff;
  if (start.exitCode !== wanted) return `ended with ${start.exitCode}, not ${wanted}: ${lastWords(start)}`;
  return text === undefined || start.stdout.includes(text)
    ? undefined
    : `does not say ${JSON.stringify(text)}: ${lastWords(start)}`;
}

/** As it is typed. */
export function smokeWords(binName: string, { args }: SmokeExample): string {
  return [binName, ...args.map((word) => (/[^\w./=-]/.test(word) ? JSON.stringify(word) : word))].join(' ');
}
