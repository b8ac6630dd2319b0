import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { scanCode } from '../src/index.ts';

async function told(
  files: Readonly<Record<string, string>>,
  before?: Readonly<Record<string, string>>,
): Promise<string[]> {
  await using folder = await tempFolder(files);
  const { issues, gaps } = await scanCode({
    root: folder.path,
    paths: Object.keys(files),
    shellchecker: '/nowhere/shellcheck',
    ...(before && { before: (path: string) => Promise.resolve(before[path]) }),
  });
  expect(gaps).toEqual([]);
  return issues.map(
    ({ level, ruleId, ignored, places: [{ path, line, column }] }) =>
      `${level} ${ruleId} ${path}:${line}:${column}${ignored === undefined ? '' : ` (${ignored})`}`,
  );
}

const image = `FROM node:24
RUN --mount=type=cache apt-get update && \\
  # why
  curl -k https://example.org/a -o a && \\
  chmod 777 /a && rm -rf $FOLDER/*
run curl -sL https://example.org/a | bash -
# cdev-ignore shell-download-run: ours
RUN curl -sL https://example.org/b | sh
RUN ["sh", "-c", "curl https://example.org/c | sh"]
CMD curl https://example.org/d | sh
RUN <<END
set -e
wget -qO- https://example.org/e | sh
END
RUN npm ci
`;

test('commands that make an image, at their places; what others on the machine could do, and what is removed there, endangers nobody', async () => {
  expect(await told({ Dockerfile: image })).toEqual([
    'error shell-insecure-download Dockerfile:4:3',
    'warning shell-download-run Dockerfile:6:5',
    'warning shell-download-run Dockerfile:8:5 (ours)',
    'warning shell-download-run Dockerfile:13:1',
  ]);
  const run = 'FROM a\r\nRUN a \\\r\n  && curl https://example.org | sh\r\n';
  expect(
    await told({
      'a/Dockerfile.dev': run,
      'b.dockerfile': 'FROM a\nRUN curl https://example.org | sh\n',
      Dockerfiles: run,
    }),
  ).toEqual(['warning shell-download-run a/Dockerfile.dev:3:6', 'warning shell-download-run b.dockerfile:2:5']);
});

test('scripts of packages, at their places', async () => {
  const scripts = { build: 'tsc', postinstall: 'curl "https://example.org/ü" | sh', clean: 'rm -rf $npm_config_out/*' };
  const files = {
    'a/package.json': JSON.stringify({ name: 'curl', scripts }, undefined, 2),
    'b/package.json': '{ "scripts": 1, curl',
  };
  expect(await told(files)).toEqual([
    'warning shell-download-run a/package.json:5:21',
    'error shell-remove-unset a/package.json:6:15',
  ]);
});

test('only what is new in them', async () => {
  const manifest = (more: object): string =>
    JSON.stringify({ scripts: { a: 'curl https://example.org | sh', ...more } });
  const after = { Dockerfile: `FROM b\n${image}`, 'package.json': manifest({ b: 'chmod 777 a' }) };
  expect(await told(after, { Dockerfile: image, 'package.json': manifest({}) })).toEqual([
    'warning shell-open-mode package.json:1:54',
  ]);
});

const recipes = `URL := https://example.org
FILES = a \\
\tcurl-k.c
all: $(FILES)
\t@curl -sSL $(URL)/install.sh | sh
\t-curl -k $(URL)/a -o a; \\
\t  chmod 777 a
\trm -rf $(BUILD)/*
\tfor f in $$(ls); do eval $$1; done
define each
\teval $(1)
endef
clean:
# curl -k https://example.org/b
\tgit fetch $(if $(A),$(B)) && wget --no-check-certificate $@
`;

test('recipes of make, at their places; what make puts in is not known', async () => {
  expect(await told({ Makefile: recipes })).toEqual([
    'warning shell-download-run Makefile:5:3',
    'error shell-insecure-download Makefile:6:3',
    'warning shell-open-mode Makefile:7:4',
    'warning shell-eval-input Makefile:9:22',
    'error shell-insecure-download Makefile:15:31',
  ]);
  expect(await told({ 'build/rules.mk': 'all:\n\tcurl https://example.org/a | sh\n' })).toEqual([
    'warning shell-download-run build/rules.mk:2:2',
  ]);
  expect(await told({ Makefile: 'A = 1\n' })).toEqual([]);
});
