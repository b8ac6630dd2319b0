import { textOf } from '../source/workflow-file.ts';
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
      const upload = job.steps.find(
        ({ uses = '', with: inputs }) =>
          /^actions\/upload-artifact@/i.test(uses) && isWholeFolder(textOf(inputs.get('path')) ?? ''),
      );
      if (checkout === undefined || upload === undefined) return [];
      return [
        {
          title: 'The token of the run is published with an artifact',
          severity: 'high',
          confidence: 'medium',
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

function isWholeFolder(path: string): boolean {
  return path
    .split('\n')
    .some((line) => /^(\.|\.\/|\*\*(\/\*)?|\$\{\{\s*github\.workspace\s*\}\}\/?)$/.test(line.trim()));
}
