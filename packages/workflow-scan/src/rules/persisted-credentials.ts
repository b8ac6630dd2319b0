import { textOf, type StepView, type WorkflowFile } from '../source/workflow-file.ts';
import { stepPlace } from './each-step.ts';
import type { Rule } from './rule.ts';

/** A checkout leaves the token in `.git/config`, from where an artifact of the whole folder carries it out. */
export const persistedCredentials: Rule = {
  id: 'persisted-credentials',
  url: 'https://github.com/actions/checkout#usage',
  check: (file) =>
    file.jobs.flatMap((job) => {
      const checkout = job.steps.find(
        ({ uses = '', with: inputs }) =>
          /^actions\/checkout@/i.test(uses) && textOf(inputs.get('persist-credentials')) !== 'false',
      );
      // Since v6 it writes the token elsewhere; since v4 an artifact has hidden files only when it is told so.
      if (checkout === undefined || (versionOf(file, checkout) ?? 0) >= 6) return [];
      const upload = job.steps.find(
        ({ uses = '', with: inputs }) =>
          /^actions\/upload-artifact@/i.test(uses) && isWholeFolder(textOf(inputs.get('path')) ?? ''),
      );
      if (upload === undefined) return [];
      const version = versionOf(file, upload);
      const isHidden = textOf(upload.with.get('include-hidden-files')) !== 'true';
      if (isHidden && version !== undefined && version >= 4) return [];
      return [
        {
          title: 'The token of the run is published with an artifact',
          severity: 'high',
          confidence: isHidden && version === undefined ? 'low' : 'medium',
          reasons: [
            'checkout before v6 writes the token into .git/config, and the artifact has the whole folder',
            'whoever may read the repository takes it out of the artifact while the run lasts',
          ],
          places: [stepPlace(file, upload, 'sink', upload.uses), stepPlace(file, checkout, 'source', checkout.uses)],
          mend: {
            text: 'Let the checkout keep nothing (with: persist-credentials: false), or publish only the folder that is meant',
          },
          context: job.id,
        },
      ];
    }),
};

/** Of a tag, or of the comment beside a commit. */
function versionOf({ lines }: WorkflowFile, { uses, node }: StepView): number | undefined {
  const line = lines[(node.entries?.get('uses')?.line ?? node.line) - 1] ?? '';
  const [, tag] = /@v?(\d{1,3})(?![\da-f])/i.exec(uses ?? '') ?? [];
  const [, noted] = /#.*?\bv?(\d{1,3})(?:\.\d+)*\b/.exec(line) ?? [];
  const version = tag ?? noted;
  return version === undefined ? undefined : Number(version);
}

function isWholeFolder(path: string): boolean {
  return path
    .split('\n')
    .some((line) => /^(\.|\.\/|(\.\/)?\.git\/?|\*\*(\/\*)?|\$\{\{\s*github\.workspace\s*\}\}\/?)$/.test(line.trim()));
}
