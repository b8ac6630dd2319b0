import { untrustedVariable } from '../expression/untrusted-source.ts';
import { textOf, type StepView, type WorkflowFile } from '../source/workflow-file.ts';
import { eachStep } from './each-step.ts';
import { keepsStrangersOut, privilegedEvents, type Rule, type RuleFinding } from './rule.ts';

const writes =
  />>?\s*["']?\$?\{?(env:)?GITHUB_(ENV|PATH)|Out-File.*GITHUB_(ENV|PATH)|tee\s+(-a\s+)?["']?\$\{?GITHUB_(ENV|PATH)/;

/** Writing to `GITHUB_ENV` or `GITHUB_PATH` what strangers choose gives them the steps that follow. */
export const environmentFileWrite: Rule = {
  id: 'environment-file-write',
  url: 'https://securitylab.github.com/resources/github-actions-untrusted-input/',
  check: eachStep((file, job, step) =>
    (textOf(step.run) ?? '').split('\n').flatMap((line): RuleFinding[] => {
      if (!writes.test(line)) return [];
      const names = [...line.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name = '']) => name);
      const source = names.flatMap((name) => untrustedVariable(name, { file, job, step }))[0];
      if (source === undefined) return [];
      const isPrivileged = source.events.some((event) => file.events.has(event) && privilegedEvents.has(event));
      return [
        {
          title: `Strangers choose variables of the steps that follow: ${source.what} goes to GITHUB_ENV`,
          severity: isPrivileged ? 'critical' : 'medium',
          confidence: keepsStrangersOut(`${job.condition} ${step.condition}`) ? 'medium' : 'high',
          reasons: [
            'a line feed in it begins another variable, such as LD_PRELOAD or NODE_OPTIONS, which runs code of theirs',
          ],
          places: [{ path: file.path, line: lineOf(file, step, line), role: 'sink', note: line.trim() }],
          mend: {
            text: 'Write only what has a known form (a number, a hash), or give it by env: to the steps that need it',
          },
          context: `${job.id} ${line}`,
        },
      ];
    }),
  ),
};

function lineOf(file: WorkflowFile, { node, run }: StepView, text: string): number {
  const from = (run ?? node).line - 1;
  const at = file.lines.findIndex((line, index) => index >= from && line.includes(text.trim()));
  return at < 0 ? from + 1 : at + 1;
}
