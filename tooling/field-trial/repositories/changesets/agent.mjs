// Does one part of issue.md by prepared edits: what the `command` driver starts in an agent's worktree.
import { readFileSync, writeFileSync } from 'node:fs';

const prompt = readFileSync(process.env.CDEV_PROMPT, 'utf8');
const read = (path) => readFileSync(path, 'utf8');
const write = (path, text) => {
  writeFileSync(path, text);
  console.log(`wrote ${path}`);
};
/** Once: a second attempt finds its work there. */
const before = (path, mark, text) => {
  const old = read(path);
  if (!old.includes(mark)) throw new Error(`${path} has no ${mark}`);
  if (!old.includes(text))
    write(
      path,
      old.replace(mark, () => `${text}${mark}`),
    );
};
const addScript = (name, command) => {
  const manifest = JSON.parse(read('package.json'));
  manifest.scripts[name] = command;
  write('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
};
const utils = 'packages/release-utils/src';

const parts = {
  'Ranges below a bound': () => {
    const folder = 'packages/get-version-range-type/src';
    write(`${folder}/index.ts`, read(`${folder}/index.ts`).replace('"<=" | ">" | ""', '"<=" | ">" | "<" | ""'));
    before(`${folder}/index.ts`, '  return "";\n', '  if (versionRange.charAt(0) === "<") return "<";\n');
    before(`${folder}/index.test.ts`, '  ["1.0.0", ""],\n', '  ["<1.0.0", "<"],\n');
    addScript('test:ranges', 'vitest run packages/get-version-range-type');
  },
  'An error that names the package': () => {
    write(
      `${utils}/package-error.ts`,
      `export class PackageError extends Error {
  readonly packageName: string;

  constructor(packageName: string, message: string, options?: ErrorOptions) {
    super(\`\${packageName}: \${message}\`, options);
    this.packageName = packageName;
  }
}
`,
    );
    write(
      `${utils}/package-error.test.ts`,
      `import { expect, test } from "vitest";
import { PackageError } from "./package-error.ts";

test("PackageError names the package and keeps the cause", () => {
  const cause = new Error("no access");
  const error = new PackageError("pkg-a", "cannot publish", { cause });
  expect(error.message).toBe("pkg-a: cannot publish");
  expect(error).toMatchObject({ packageName: "pkg-a", cause });
});
`,
    );
    before(
      `${utils}/index.ts`,
      'export { readChangesetState }',
      'export { PackageError } from "./package-error.ts";\n',
    );
  },
  'Count what is released': () => {
    write(
      `${utils}/count-releases.ts`,
      `import type { Release, VersionType } from "@changesets/types";

export function countReleases(
  releases: readonly Release[],
): Record<VersionType, number> {
  const counts = { major: 0, minor: 0, patch: 0, none: 0 };
  for (const { type } of releases) counts[type] += 1;
  return counts;
}
`,
    );
    write(
      `${utils}/count-releases.test.ts`,
      `import { expect, test } from "vitest";
import { countReleases } from "./count-releases.ts";

test("countReleases counts by kind", () => {
  const releases = [
    { name: "pkg-a", type: "minor" },
    { name: "pkg-b", type: "minor" },
    { name: "pkg-c", type: "none" },
  ] as const;
  expect(countReleases(releases)).toEqual({
    major: 0,
    minor: 2,
    patch: 0,
    none: 1,
  });
});
`,
    );
    before(
      `${utils}/index.ts`,
      'export { readChangesetState }',
      'export { countReleases } from "./count-releases.ts";\n',
    );
    addScript('test:counts', 'vitest run packages/release-utils/src/count-releases.test.ts');
  },
};

const headings = prompt.split('\n').filter((line) => /^#+ /.test(line));
const chosen = Object.keys(parts).filter((name) => headings.some((line) => line.endsWith(name)));
if (chosen.length === 0) throw new Error('The prompt names no part of the issue');
for (const name of chosen) parts[name]();
