import type { Finding, Rule } from '../finding.ts';
import type { Package } from '../workspace/workspace.ts';

const rule = 'smoke-examples';

/** A script that is never started on anything may be broken for weeks: each has an example that health-check can run every day. */
export const smokeExamples: Rule = {
  name: rule,
  says: 'every script has an example of its work that can be run in a folder made for it',
  check: ({ packages }) =>
    packages
      .filter(({ kind, manifest }) => (kind === 'script' || kind === 'front') && !manifest.private)
      .flatMap(checkExample),
};

type Form = (value: unknown) => boolean;

const isText: Form = (value) => typeof value === 'string';
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isFiles: Form = (value) =>
  isObject(value) && Object.entries(value).every(([path, text]) => isInside(path) && isText(text));
const isInside = (path: string): boolean =>
  !/^[/\\]|\\|:/.test(path) && path.split('/').every((part) => !['', '..', '.git'].includes(part));

/** As `@cdev/script-catalogue` reads them. What checks packages cannot depend on one: its tests come before theirs. */
const repositoryForms: Readonly<Record<string, Form>> = {
  branches: (value) => isObject(value) && Object.values(value).every(isFiles),
  on: isText,
  changes: isFiles,
};
const forms: Readonly<Record<string, Form>> = {
  args: (value) => Array.isArray(value) && value.every(isText),
  stdin: isText,
  files: isFiles,
  git: (value) =>
    typeof value === 'boolean' || (isObject(value) && problems(value, repositoryForms, 'git.').length === 0),
  exitCode: Number.isInteger,
  stdout: isText,
};

function checkExample({ folder, manifest }: Package): Finding[] {
  const smoke = manifest.cdev?.smoke;
  const found = isObject(smoke)
    ? [...(smoke['args'] === undefined ? ['"cdev.smoke.args" is missing'] : []), ...problems(smoke, forms, '')]
    : ['"cdev.smoke" is missing: nobody tries whether it does its work'];
  return found.map((why) => ({
    rule,
    file: `${folder}/package.json`,
    why,
    mend: 'See "smoke" in packages/script-catalogue/README.md',
  }));
}

function problems(
  value: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, Form>>,
  prefix: string,
): string[] {
  return Object.entries(value).flatMap(([name, field]) => {
    const form = Object.hasOwn(known, name) ? known[name] : undefined;
    const what = `"cdev.smoke.${prefix}${name}"`;
    if (form === undefined) return [`${what} is not known; there are ${Object.keys(known).join(', ')}`];
    return form(field) ? [] : [`${what} is of another form`];
  });
}
