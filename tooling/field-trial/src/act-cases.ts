import { git } from '@cdev/git';

/** One row of act's tests: a folder of workflows, an event, and whether it must fail. */
export interface ActCase {
  readonly name: string;
  readonly event: string;
  readonly fails: boolean;
  readonly secrets: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, string>>;
}

/** The rows of act's own tests that run workflows, each once, without those for Windows and those that are commented out. */
export async function readActCases(mirror: string): Promise<readonly ActCase[]> {
  const sources = ['runner_test.go', 'job_executor_test.go'].map((file) => `HEAD:pkg/runner/${file}`);
  const { stdoutBytes } = await git(mirror, ['show', ...sources]);
  const lines = stdoutBytes.toString('utf8').split('\n');
  const cases = new Map<string, ActCase>();
  for (const line of lines) {
    const [, name, event, message, rest = ''] =
      /^\s*\{(?:TestJobFileInfo\{)?(?:workdir|"\.\.\/model\/testdata"), "([^"]+)", "([^"]+)", "((?:[^"\\]|\\.)*)", (.*)$/.exec(
        line,
      ) ?? [];
    if (name === undefined || event === undefined || name.startsWith('windows-')) continue;
    // The failure of this row is an image that cannot be pulled; the workflow itself has a row that passes.
    if (message === 'pull failure') continue;
    const [, secret] = /\{"secret": "([^"]+)"\}/.exec(rest) ?? [];
    cases.set(`${name} ${event}`, {
      name,
      event,
      fails: message !== '',
      secrets: secret === undefined ? {} : { secret },
      inputs: {},
    });
  }
  // Tests with a function of their own, then workflows of the same folder that no test starts and that judge themselves.
  const own: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ['mask-values', 'push', {}],
    ['secrets', 'push', {}],
    ['input-from-cli', 'workflow_dispatch', { SOME_INPUT: 'input' }],
    ['pull-request', 'pull_request', {}],
    ['dir with spaces', 'push', {}],
    ['environment-variables', 'push', {}],
    ['uses-composite-check-for-input-in-if-uses', 'push', {}],
    ['uses-composite-with-inputs', 'push', {}],
    ['uses-composite-with-pre-and-post-steps', 'push', {}],
  ];
  for (const [name, event, inputs] of own)
    cases.set(`${name} ${event}`, { name, event, fails: false, secrets: {}, inputs });
  return [...cases.values()];
}
