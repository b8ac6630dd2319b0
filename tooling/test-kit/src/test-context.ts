import { devNull } from 'node:os';
import { join } from 'node:path';
import { createPrompt, silentLive, silentProgress, type Context } from '@cdev/core/cli';
import { silentLog } from '@cdev/core/log';
import { scrubbedEnvironment } from './scrubbed-environment.ts';
import { askFrom } from './test-io.ts';

export interface TestContextOptions extends Partial<Omit<Context, 'cwd' | 'prompt' | 'stdin'>> {
  readonly cwd: string;
  /** What a person types at the questions, in order; without it nobody can be asked. */
  readonly answers?: readonly string[];
  /** As with --yes. */
  readonly yes?: boolean;
  readonly stdin?: string;
}

/** A `Context` to call a verb with. It logs nothing and shows nothing; its clock stands at the start of 2026. */
export function testContext({ answers, yes = false, stdin = '', ...given }: TestContextOptions): Context {
  const { home = join(devNull, 'home'), env } = given;
  return {
    script: { name: 'cdev-test', version: '0.0.0' },
    log: silentLog,
    signal: new AbortController().signal,
    clock: () => new Date('2026-01-01T00:00:00Z'),
    progress: silentProgress,
    live: silentLive,
    ...given,
    home,
    stdin: async () => stdin,
    env: { ...scrubbedEnvironment(home), ...env },
    prompt: createPrompt({ ask: askFrom(answers).ask }, yes),
  };
}
