import { takesArtifact } from '../expression/artifact-files.ts';
import { textOf, type JobView, type StepView, type WorkflowFile } from '../source/workflow-file.ts';
import { stepPlace } from './each-step.ts';
import { keepsStrangersOut, type Rule, type RuleFinding } from './rule.ts';
import { builders, runsCode } from './untrusted-checkout.ts';

/** What the run of a pull request left is laid over the files of the repository, and run with its rights. */
export const artifactPoisoning: Rule = {
  id: 'artifact-poisoning',
  url: 'https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/',
  check: (file) => file.jobs.flatMap((job) => findingIn(file, job)),
};

function findingIn(file: WorkflowFile, job: JobView): RuleFinding[] {
  const at = job.steps.findIndex((step) => takesArtifact(file, step));
  const taking = job.steps[at];
  if (taking === undefined) return [];
  const folder = folderOf(taking);
  const running = job.steps.slice(at + 1).find((step) => (folder === '' ? runsCode(step) : runsFrom(step, folder)));
  if (running === undefined) return [];
  const isGuarded =
    keepsStrangersOut(`${job.condition} ${taking.condition}`) ||
    /workflow_run\.event\s*==\s*'(push|schedule|workflow_dispatch|release)'/.test(
      `${job.condition} ${taking.condition}`,
    );
  return [
    {
      title: 'What a pull request left as an artifact is run with the rights of the repository',
      severity: 'high',
      confidence: isGuarded ? 'low' : 'high',
      reasons: [
        'workflow_run runs with the secrets and the token of the repository, and who opens a pull request writes what its run leaves',
        folder === ''
          ? 'its files are laid over those of the repository: a package.json or a script among them is run by a step after it'
          : `a step after it runs what is in ${folder}`,
        ...(isGuarded ? ['its condition may keep strangers out'] : []),
      ],
      places: [
        stepPlace(file, taking, 'source', taking.uses ?? 'takes the artifact'),
        stepPlace(file, running, 'sink', running.uses ?? textOf(running.run)?.split('\n')[0]),
      ],
      mend: {
        text: 'Take it into a folder apart (path: ${{ runner.temp }}/artifact), run nothing of it, and read of its files only what has a known form',
      },
      context: job.id,
    },
  ];
}

/** Where its files are laid; nothing for the folder of the repository. */
function folderOf({ uses, with: inputs, run }: StepView): string {
  const given =
    uses === undefined
      ? (/\s(?:-D|--dir|-d)\s*[= ]?["']?([^\s"']+)/.exec(textOf(run) ?? '')?.[1] ?? '')
      : (textOf(inputs.get('path')) ?? '');
  return given.replace(/^\$\{\{\s*github\.workspace\s*\}\}\/?|^\$GITHUB_WORKSPACE\/?/, '').replace(/^\.\/?|\/$/g, '');
}

function runsFrom(step: StepView, folder: string): boolean {
  if (textOf(step.node.entries?.get('working-directory'))?.includes(folder) === true)
    return builders.test(textOf(step.run) ?? '');
  return (textOf(step.run) ?? '').split('\n').some((line) => {
    const at = line.indexOf(`${folder}/`);
    return (
      at >= 0 &&
      /(?:^|[;&|]\s*)(?:(?:sudo|exec)\s+)?(?:(?:ba|z)?sh|node|python3?|ruby|source|\.)?\s*["']?(?:\.\/)?$/.test(
        line.slice(0, at),
      )
    );
  });
}
