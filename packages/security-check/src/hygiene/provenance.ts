import { parseCodeOwners } from '@cdev/code-graph';
import { placeIn, type HygieneFinding, type HygieneRule } from './hygiene-subject.ts';

const publishing = /\b(npm|pnpm|yarn npm|lerna|changeset) publish\b|changesets\/action|semantic-release/;

/** Packages that are published by a workflow without saying which commit and workflow they are from. */
export const provenance: HygieneRule = ({ workspace, texts }) => {
  const workflows = [...texts].filter(([path]) => path.startsWith('.github/workflows/'));
  const release = workflows.find(([, text]) => publishing.test(text));
  if (release === undefined || workspace === undefined) return [];
  const [path, text] = release;
  const isSaid =
    /--provenance|NPM_CONFIG_PROVENANCE|id-token\s*:\s*write/i.test(text) ||
    /^\s*provenance\s*=\s*true/m.test(texts.get('.npmrc') ?? '');
  const silent = workspace.members.filter(
    ({ isPublishable, manifest }) =>
      isPublishable && (manifest['publishConfig'] as { provenance?: unknown } | undefined)?.provenance !== true,
  );
  if (isSaid || silent.length === 0) return [];
  return [
    {
      ruleId: 'no-provenance',
      title: 'Packages are published without provenance',
      severity: 'low',
      confidence: 'high',
      reasons: ['users cannot tell a version of this workflow from one that somebody published with a stolen token'],
      places: [placeIn(path, text, publishing)],
      mend: {
        text: 'Make the workflow a trusted publisher of the packages (id-token: write), which gives provenance by itself; else npm publish --provenance',
      },
      context: path,
    },
  ];
};

/** A workflow that publishes whatever branch is pushed. */
export const branchOfTrust: HygieneRule = ({ texts }) =>
  [...texts].flatMap(([path, text]): HygieneFinding[] => {
    if (!path.startsWith('.github/workflows/') || !publishing.test(text) || /--dry-run/.test(text)) return [];
    const isEveryPush =
      /^on\s*:\s*(push|\[[^\]]*\bpush\b[^\]]*\])\s*$/m.test(text) ||
      /^\s{2}push\s*:\s*$(?!\s*\n\s{4,}(branches|tags))/m.test(text);
    const isLimited =
      /github\.ref(_name)?\s*==|startsWith\(\s*github\.ref|environment\s*:|^\s{4}(branches|tags)\s*:/m.test(text);
    if (!isEveryPush || isLimited) return [];
    return [
      {
        ruleId: 'publishes-any-branch',
        title: 'A push to any branch publishes',
        severity: 'high',
        confidence: 'medium',
        reasons: ['whoever may push a branch publishes to all users, without a review'],
        places: [placeIn(path, text, publishing)],
        mend: {
          text: 'Publish from the protected branch or from tags alone, and let the job have an environment with reviewers',
        },
        context: path,
      },
    ];
  });

/** Who reviews changes of what may publish: by the line of CODEOWNERS that decides for it, which may be one that names nobody. */
export const reviewOfWorkflows: HygieneRule = ({ tracked, texts, workspace }) => {
  if (tracked === undefined || !workspace?.members.some(({ isPublishable }) => isPublishable)) return [];
  // GitHub reads the first of these that is there.
  const file = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'].find((path) => tracked.includes(path));
  const owners = file === undefined ? undefined : parseCodeOwners(texts.get(file) ?? '', file);
  const unowned = [...texts].find(
    ([path, text]) =>
      path.startsWith('.github/workflows/') &&
      publishing.test(text) &&
      (owners === undefined || owners.ownersOf(path).length === 0),
  );
  if (unowned === undefined) return [];
  return [
    {
      ruleId: 'workflows-without-owner',
      title: 'Nobody is named to review changes of the workflow that publishes',
      severity: 'low',
      confidence: 'medium',
      reasons: ['a change of it in a large pull request goes by unseen, and has the right to publish'],
      places: [{ path: unowned[0] }],
      mend: { text: 'Name owners in .github/CODEOWNERS: /.github/ @team' },
      context: 'owners',
    },
  ];
};
