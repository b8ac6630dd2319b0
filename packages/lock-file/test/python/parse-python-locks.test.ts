import { describe, expect, test } from '@jest/globals';
import { edges, graphOf, listed, only } from '../source.ts';

describe('Pipfile.lock', () => {
  const lock = JSON.stringify({
    _meta: { 'pipfile-spec': 6, hash: { sha256: 'aa' } },
    default: {
      Django: { version: '==4.2.1', hashes: ['sha256:aa'], index: 'pypi' },
      tool: { git: 'https://github.com/ada/tool.git', ref: '0a1b' },
      own: { path: '.', editable: true },
    },
    develop: { pytest: { version: '==8.0.0' }, django: { version: '==4.2.1' } },
    docs: { sphinx: { version: '==7.0.0' } },
  });

  test('lists of categories: that of development is not shipped', async () => {
    const graph = await graphOf('Pipfile.lock', lock);
    expect(graph).toMatchObject({ format: 'pipenv', formatVersion: '6', ecosystem: 'PyPI' });
    expect(listed(graph)).toEqual(['django@4.2.1', 'own@', 'pytest@8.0.0', 'sphinx@7.0.0', 'tool@']);
    expect(only(graph, 'django')).toMatchObject({ isDev: false, integrity: 'sha256:aa' });
    expect(only(graph, 'pytest').isDev).toBe(true);
    expect([only(graph, 'tool').origin, only(graph, 'own').origin]).toEqual(['git', 'local']);
  });

  test.each(['{', '{}', '[]'])('%s is none', async (text) => {
    await expect(graphOf('Pipfile.lock', text)).rejects.toMatchObject({ code: 'CDEV_E_LOCK_FILE_MALFORMED' });
  });
});

describe('pdm.lock', () => {
  const lock = `[metadata]
groups = ["default", "test"]
lock_version = "4.5.0"

[[package]]
name = "requests"
version = "2.31.0"
groups = ["default"]
dependencies = ["urllib3<3,>=1.21.1"]
files = [{ file = "requests-2.31.0.tar.gz", hash = "sha256:aa" }]

[[package]]
name = "requests"
version = "2.31.0"
extras = ["socks"]
groups = ["default"]
dependencies = ["PySocks!=1.5.7", "requests==2.31.0"]

[[package]]
name = "urllib3"
version = "1.26.5"
groups = ["default", "test"]

[[package]]
name = "pysocks"
version = "1.7.1"
groups = ["default"]

[[package]]
name = "pytest"
version = "7.0.0"
groups = ["test"]

[[package]]
name = "forked"
version = "1.0.0"
git = "https://github.com/ada/forked.git"
groups = ["default"]
`;
  const pyproject = '[project]\nname = "shop"\ndependencies = ["requests[socks]>=2", "lost"]\n';

  test('a package with extras is one; groups say what is for development', async () => {
    const graph = await graphOf('pdm.lock', lock, {
      texts: { 'pyproject.toml': `${pyproject}[dependency-groups]\ntest = ["pytest>=7"]\n` },
    });
    expect(listed(graph)).toEqual([
      'forked@1.0.0',
      'pysocks@1.7.1',
      'pytest@7.0.0',
      'requests@2.31.0',
      'urllib3@1.26.5',
    ]);
    expect(edges(graph)).toEqual(
      expect.arrayContaining([
        'workspace: -> requests (runtime): requests 2.31.0',
        'workspace: -> pytest (dev): pytest 7.0.0',
        'requests 2.31.0 -> urllib3 (runtime): urllib3 1.26.5',
        'requests 2.31.0 -> pysocks (runtime): pysocks 1.7.1',
      ]),
    );
    expect([only(graph, 'pytest').isDev, only(graph, 'urllib3').isDev]).toEqual([true, false]);
    expect(only(graph, 'forked').origin).toBe('git');
    expect(graph.missing.map(({ name }) => name)).toEqual(['lost']);
  });

  test('without a manifest that is told; what is cut off is none', async () => {
    expect((await graphOf('pdm.lock', lock)).gaps).toEqual([expect.stringMatching(/^No pyproject\.toml/)]);
    await expect(graphOf('pdm.lock', '# by PDM\n')).rejects.toMatchObject({ code: 'CDEV_E_LOCK_FILE_MALFORMED' });
  });
});

describe('pylock.toml', () => {
  const lock = `lock-version = "1.0"
created-by = "pip"

[[packages]]
name = "attrs"
version = "25.1.0"
index = "https://pypi.org/simple"
wheels = [{ name = "attrs.whl", url = "https://files.example.com/attrs.whl", hashes = { sha256 = "aa" } }]

[[packages]]
name = "cattrs"
version = "24.1.2"
dependencies = [{ name = "attrs" }]

[[packages]]
name = "here"
directory = { path = "." }
`;

  test('packages, and who asks for them where that is told', async () => {
    const graph = await graphOf('pylock.dev.toml', lock);
    expect(graph).toMatchObject({ format: 'pylock', formatVersion: '1.0' });
    expect(edges(graph)).toEqual([
      'workspace: -> cattrs (runtime): cattrs 24.1.2',
      'workspace: -> here (runtime): here ',
      'cattrs 24.1.2 -> attrs (runtime): attrs 25.1.0',
    ]);
    expect(only(graph, 'attrs')).toMatchObject({ origin: 'registry', integrity: 'sha256:aa' });
    expect(only(graph, 'here').origin).toBe('local');
  });

  test('another form is refused', async () => {
    const other = graphOf('pylock.toml', lock.replace('1.0', '2.0'));
    await expect(other).rejects.toMatchObject({ code: 'CDEV_E_LOCK_FILE_VERSION_UNKNOWN' });
  });
});

test('gems.locked is a Gemfile.lock by another name, with gems.rb beside it', async () => {
  const lock = 'GEM\n  remote: https://rubygems.org/\n  specs:\n    rake (13.0.0)\n\nDEPENDENCIES\n  rake\n';
  const graph = await graphOf('gems.locked', lock, { texts: { 'gems.rb': "group :test do\n  gem 'rake'\nend\n" } });
  expect(only(graph, 'rake')).toMatchObject({ version: '13.0.0', isDev: true });
  expect((await graphOf('gems.locked', lock)).gaps).toEqual([expect.stringMatching(/^No gems\.rb beside it/)]);
});
