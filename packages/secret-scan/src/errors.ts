import { stripControl } from '@cdev/core/log';
import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_SECRET_SCAN_GIT_FAILED: errorEntry<{ command: string; problem: string }>({
    kind: 'failure',
    title: 'git could not read the history to its end',
    message: ({ command, problem }) => `${command} failed: ${stripControl(problem) || 'it said nothing'}`,
    steps: () => ['Look what is broken: git fsck', 'Fetch what is missing: git fetch --all'],
  }),
  CDEV_E_SECRET_SCAN_RULES_MALFORMED: errorEntry<{ file: string; place: string; problem: string }>({
    kind: 'failure',
    title: 'A file of rules has something in it that it cannot have',
    message: ({ file, place, problem }) => `${file}, ${stripControl(place)}: ${stripControl(problem)}`,
    steps: () => [
      'Mend it as https://github.com/gitleaks/gitleaks#configuration describes',
      'Or name another with --rules',
    ],
  }),
  CDEV_E_SECRET_SCAN_RULE_TOO_SLOW: errorEntry<{ file: string; rule: string; path: string }>({
    kind: 'failure',
    title: 'A rule of your own takes too long',
    message: ({ file, rule, path }) =>
      `The rule ${stripControl(rule)} of ${file} was still searching ${stripControl(path)} after 2 seconds`,
    steps: () => [
      'Write its expression without a repetition within a repetition, as (a+)+ is: here such a one can take for ever',
      'Or leave the rule out',
    ],
  }),
});
