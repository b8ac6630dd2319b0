import type { DocumentNode } from '@cdev/artefact-document';
import { shellWord } from '@cdev/security-issue';
import { textOf, type WorkflowFile } from '../source/workflow-file.ts';
import type { Rule, RuleFinding } from './rule.ts';

/** Owners that run the code anyway. */
const platform = /^(actions|github)\//i;

/** What a workflow uses of others, by a name that its owner can move to other code. */
export const unpinnedAction: Rule = {
  id: 'unpinned-action',
  url: 'https://docs.github.com/actions/reference/security/secure-use#using-third-party-actions',
  check: (file) => [...usedIn(file).flatMap((node) => findingFor(file, node)), ...imagesOf(file)],
};

/** Every `uses:` of steps and jobs. */
export function usedIn(file: WorkflowFile): DocumentNode[] {
  return file.jobs.flatMap((job) => [
    ...(job.uses === undefined ? [] : [job.node.entries?.get('uses') as DocumentNode]),
    ...job.steps.flatMap((step) => (step.uses === undefined ? [] : [step.node.entries?.get('uses') as DocumentNode])),
  ]);
}

/** The images that jobs run in, and that stand beside them. */
function imagesOf(file: WorkflowFile): RuleFinding[] {
  return file.jobs.flatMap(({ node: { entries } }) => {
    const container = entries?.get('container');
    const inside = container?.entries?.get('image') ?? (file.kind === 'action' ? entries?.get('image') : container);
    const beside = [...(entries?.get('services')?.entries?.values() ?? [])].map((each) => each.entries?.get('image'));
    return [
      ...(inside ? imageFinding(file, inside, true) : []),
      ...beside.flatMap((each) => (each ? imageFinding(file, each, false) : [])),
    ];
  });
}

function imageFinding(file: WorkflowFile, node: DocumentNode, isInside: boolean): RuleFinding[] {
  const written = (textOf(node) ?? '').trim();
  const image = written.replace(/^docker:\/\//, '');
  if (image === '' || /\$\{\{|@sha256:/.test(image) || (file.kind === 'action' && image === written)) return [];
  const [name = '', tag = 'latest'] = image.split(/:(?=[^/]*$)/);
  // Those that Docker and Microsoft give out, and that many look at.
  const isKnown = !name.includes('/') || name.startsWith('mcr.microsoft.com/');
  return [
    {
      title: `An image is run by a name that can be moved: ${image}`,
      severity: isInside && !isKnown && tag === 'latest' ? 'medium' : 'low',
      confidence: 'medium',
      reasons: [
        isInside
          ? 'whoever can push to that name runs code in this job, with its secrets'
          : 'whoever can push to that name runs code beside this job',
      ],
      places: [{ path: file.path, line: node.line, column: node.column, note: written }],
      mend: { text: 'Name it by its digest', commands: [`docker buildx imagetools inspect ${shellWord(image)}`] },
      context: `image ${image}`,
      isOneEverywhere: true,
    },
  ];
}

function findingFor(file: WorkflowFile, node: DocumentNode): RuleFinding[] {
  const uses = (textOf(node) ?? '').trim();
  const place = { path: file.path, line: node.line, column: node.column, note: uses };
  if (uses.startsWith('./') || uses.startsWith('../')) return [];
  if (uses.startsWith('docker://')) {
    if (/@sha256:[0-9a-f]{64}$/.test(uses)) return [];
    return [
      {
        title: `An image is run by a name that can be moved: ${uses.slice(9)}`,
        severity: 'medium',
        confidence: 'medium',
        reasons: ['whoever can push to that name runs code in this workflow, with its secrets'],
        places: [place],
        mend: {
          text: 'Name it by its digest',
          commands: [`docker buildx imagetools inspect ${shellWord(uses.slice(9))}`],
        },
        context: uses,
        isOneEverywhere: true,
      },
    ];
  }
  const [, name = '', ref = ''] = /^([^@\s]+)@(\S+)$/.exec(uses) ?? [];
  if (name === '' || /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(ref)) return [];
  const repository = name.split('/').slice(0, 2).join('/');
  const isVersion = /^v?\d+(\.\d+)*([-+.][\w.]+)?$/.test(ref);
  const isPlatform = platform.test(name);
  return [
    {
      title: `${name} is used by ${isVersion ? 'a tag' : 'a branch'} that can be moved: ${ref}`,
      severity: isPlatform ? 'low' : isVersion ? 'medium' : 'high',
      confidence: isPlatform || !isVersion ? 'medium' : 'high',
      reasons: [
        isPlatform
          ? 'GitHub owns it, and runs the workflow anyway'
          : `whoever takes over ${repository} moves ${ref} to code of theirs, and has the secrets and the token of this workflow`,
      ],
      places: [place],
      mend: {
        text: `Name the commit, with the version as a comment: ${name}@<commit> # ${ref}`,
        commands: [
          `git ls-remote ${shellWord(`https://github.com/${repository}`)} ${shellWord(ref)} ${shellWord(`${ref}^{}`)}`,
        ],
      },
      context: uses,
      isOneEverywhere: true,
    },
  ];
}
