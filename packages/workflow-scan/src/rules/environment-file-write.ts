import { artifactBefore, readsFile } from '../expression/artifact-files.ts';
import { withAssigned } from '../expression/script-variables.ts';
import { untrustedVariable } from '../expression/untrusted-source.ts';
import { textOf, type StepView, type WorkflowFile } from '../source/workflow-file.ts';
import { eachStep } from './each-step.ts';
import { keepsStrangersOut, privilegedEvents, type Rule, type RuleFinding } from './rule.ts';

const writes =
  />>?\s*["']?\$?\{?(env:)?GITHUB_(ENV|PATH)|Out-File.*GITHUB_(ENV|PATH)|tee\s+(-a\s+|--append\s+)?["']?\$\{?GITHUB_(ENV|PATH)/;

/** Writing to `GITHUB_ENV` or `GITHUB_PATH` what strangers choose gives them the steps that follow. */
export const environmentFileWrite: Rule = {
  id: 'environment-file-write',
  url: 'https://securitylab.github.com/resources/github-actions-untrusted-input/',
  check: eachStep((file, job, step) =>
    (textOf(step.run) ?? '').split('\n').flatMap((line, at, lines): RuleFinding[] => {
      if (!writes.test(line)) return [];
      const written = withAssigned(writtenBy(lines, at), lines.slice(0, at));
      const names = [...written.matchAll(/\$\{?(?:env:)?([A-Za-z_]\w*)/g)].map(([, name = '']) => name);
      const source =
        names.flatMap((name) => untrustedVariable(name, { file, job, step }))[0] ??
        (readsFile.test(written) && artifactBefore(file, job, step) !== undefined ? ofArtifact : undefined);
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

const ofArtifact = { what: 'a file that the run of a pull request left', events: ['workflow_run'] };

/** What a line writes: of `} >> …` what stands in the braces, of `cat >> … <<EOF` what follows. */
function writtenBy(lines: readonly string[], at: number): string {
  const line = lines[at] as string;
  const [, word] = /<<-?\s*["']?(\w+)/.exec(line) ?? [];
  if (word !== undefined) {
    const end = lines.findIndex((each, index) => index > at && each.trim() === word);
    return lines.slice(at, end < 0 ? at + 1 : end).join('\n');
  }
  if (!/^\s*[})]/.test(line)) return line;
  const start = lines.findLastIndex((each, index) => index < at && /^\s*[{(]\s*$/.test(each));
  return lines.slice(start < 0 ? at : start, at + 1).join('\n');
}

function lineOf(file: WorkflowFile, { node, run }: StepView, text: string): number {
  const from = (run ?? node).line - 1;
  const at = file.lines.findIndex((line, index) => index >= from && line.includes(text.trim()));
  return at < 0 ? from + 1 : at + 1;
}
