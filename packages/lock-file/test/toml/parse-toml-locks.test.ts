import { describe, expect, test } from '@jest/globals';
import { edges, graphOf, listed, only } from '../source.ts';

describe('Cargo.lock', () => {
  const lock = `version = 4

[[package]]
name = "shop"
version = "0.1.0"
dependencies = ["cart", "serde 1.0.1", "tempfile"]

[[package]]
name = "cart"
version = "0.1.0"
dependencies = ["serde 2.0.0 (registry+https://github.com/rust-lang/crates.io-index)", "lost"]

[[package]]
name = "serde"
version = "1.0.1"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "aa"

[[package]]
name = "serde"
version = "2.0.0"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "tempfile"
version = "3.0.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
dependencies = ["forked"]

[[package]]
name = "forked"
version = "1.0.0"
source = "git+https://github.com/ada/forked#0a1b"
`;
  const texts = {
    'Cargo.toml': '[package]\nname = "shop"\n[dependencies]\nserde = "1"\n[dev-dependencies]\ntempfile = "3"\n',
    'crates/cart/Cargo.toml':
      '[package]\nname = "cart"\n[target."cfg(unix)".dependencies]\nserde2 = { package = "serde", version = "2", optional = true }\n',
  };

  test('a crate of one name and version from a registry and from git is the one whose repository is named', async () => {
    const entry = (name: string, more: string): string =>
      `\n[[package]]\nname = "${name}"\nversion = "1.0.0"\n${more}\n`;
    const registry = 'registry+https://github.com/rust-lang/crates.io-index';
    const git = 'git+https://github.com/ada/tao.git?branch=main';
    const text = [
      'version = 4\n',
      entry('shop', `dependencies = ["macros 1.0.0 (${git})", "wry"]`),
      entry('macros', `source = "${registry}"`),
      entry('macros', `source = "${git}#0a1b"`),
      entry('wry', `source = "${registry}"\ndependencies = ["macros 1.0.0 (${registry})"]`),
    ].join('');
    const graph = await graphOf('Cargo.lock', text, { texts: { 'Cargo.toml': '[package]\nname = "shop"\n' } });
    expect(graph.missing).toEqual([]);
    expect(edges(graph)).toEqual([
      `workspace: -> macros (runtime): macros 1.0.0 ${git}#0a1b`,
      'workspace: -> wry (runtime): wry 1.0.0',
      'wry 1.0.0 -> macros (runtime): macros 1.0.0',
    ]);
  });

  test('members are importers; two versions of one crate are told apart', async () => {
    const graph = await graphOf('Cargo.lock', lock, { texts });
    expect(graph).toMatchObject({ format: 'cargo', formatVersion: '4', ecosystem: 'crates.io', gaps: [] });
    expect(listed(graph)).toEqual(['forked@1.0.0', 'serde@1.0.1', 'serde@2.0.0', 'tempfile@3.0.0']);
    expect([...graph.importers.keys()]).toEqual(['workspace:', 'workspace:crates/cart']);
    expect(edges(graph)).toEqual(
      expect.arrayContaining([
        'workspace: -> cart (runtime): workspace:crates/cart',
        'workspace: -> serde (runtime): serde 1.0.1',
        'workspace: -> tempfile (dev): tempfile 3.0.0',
        'workspace:crates/cart -> serde (optional): serde 2.0.0',
      ]),
    );
    expect(graph.missing.map(({ name }) => name)).toEqual(['lost']);
    expect(only(graph, 'tempfile').isDev).toBe(true);
    expect(only(graph, 'forked')).toMatchObject({ isDev: true, origin: 'git' });
    expect(graph.packages.get('serde 1.0.1')?.integrity).toBe('sha256:aa');
  });

  test('a crate from outside of the folder has its path, and nothing is unknown of it', async () => {
    const graph = await graphOf('Cargo.lock', lock, {
      texts: {
        'Cargo.toml':
          '[package]\nname = "shop"\n[dependencies]\nbasket = { package = "cart", path = "../crates/cart" }\n',
      },
    });
    expect(graph.gaps).toEqual([]);
    expect([...graph.importers.keys()]).toEqual(['workspace:', 'workspace:../crates/cart']);
  });

  test('without the manifests it says what it takes for shipped', async () => {
    const graph = await graphOf('Cargo.lock', lock);
    expect(graph.gaps).toEqual([
      'shop, cart have no Cargo.toml here: dependencies for development are taken for shipped',
    ]);
    expect(only(graph, 'tempfile').isDev).toBe(false);
  });

  test('broken TOML names the line', async () => {
    await expect(graphOf('Cargo.lock', 'version = 4\n[[package]\n')).rejects.toMatchObject({
      code: 'CDEV_E_LOCK_FILE_MALFORMED',
      message: expect.stringMatching(/^Cargo\.lock:[23]: /),
    });
  });
});

describe('poetry.lock', () => {
  const lock = (groups: boolean): string => `[[package]]
name = "Flask"
version = "3.0.0"
${groups ? 'groups = ["main"]' : ''}
files = [{ file = "flask.whl", hash = "sha256:aa" }]
[package.dependencies]
Jinja2 = ">=3"
colorama = { version = "*", markers = "sys_platform == 'win32'" }

[[package]]
name = "jinja2"
version = "3.1.0"
${groups ? 'groups = ["main", "dev"]' : ''}

[[package]]
name = "pytest"
version = "8.0.0"
${groups ? 'groups = ["dev"]' : ''}

[[package]]
name = "forked"
version = "1.0"
[package.source]
type = "git"
url = "https://github.com/ada/forked"

[metadata]
lock-version = "2.1"
`;
  const pyproject = `[tool.poetry]
name = "shop"
[tool.poetry.dependencies]
python = "^3.12"
flask = "^3"
forked = { git = "x", optional = true }
[tool.poetry.group.dev.dependencies]
pytest = "^8"
`;

  test('the project asks in Poetry’s tables or in those of PEP 621', async () => {
    for (const text of [
      pyproject,
      '[project]\nname = "shop"\ndependencies = ["Flask>=3"]\n[project.optional-dependencies]\nx = ["forked"]\n[dependency-groups]\ndev = ["pytest==8.0.0", { include-group = "x" }]\n',
    ]) {
      const graph = await graphOf('poetry.lock', lock(false), { texts: { 'pyproject.toml': text } });
      expect(listed(graph)).toEqual(['Flask@3.0.0', 'forked@1.0', 'jinja2@3.1.0', 'pytest@8.0.0']);
      expect(
        [...graph.packages.values()].map(({ name, isDev, isOptional }) => `${name} ${isDev} ${isOptional}`),
      ).toEqual(['Flask false false', 'jinja2 false false', 'pytest true false', 'forked false true']);
      expect(graph.importers.get('workspace:')?.name).toBe('shop');
    }
  });

  test('without the project the groups of the lock file say what is for development', async () => {
    const graph = await graphOf('poetry.lock', lock(true));
    expect([...graph.packages.values()].map(({ name, isDev }) => `${name} ${isDev}`)).toEqual([
      'Flask false',
      'jinja2 false',
      'pytest true',
      'forked false',
    ]);
    expect(only(graph, 'Flask')).toMatchObject({ integrity: 'sha256:aa', ecosystem: 'PyPI' });
    expect(only(graph, 'forked')).toMatchObject({ origin: 'git', resolved: 'https://github.com/ada/forked' });
    expect(graph.gaps).toHaveLength(1);
  });
});

describe('uv.lock', () => {
  const lock = `version = 1
requires-python = ">=3.12"

[[package]]
name = "shop"
version = "0.1.0"
source = { virtual = "." }
dependencies = [{ name = "flask" }, { name = "numpy", version = "2.0.0", marker = "x" }, { name = "cart" }]
[package.optional-dependencies]
fast = [{ name = "ujson" }]
[package.dev-dependencies]
dev = [{ name = "pytest" }]

[[package]]
name = "cart"
version = "0.1.0"
source = { editable = "packages/cart" }

[[package]]
name = "flask"
version = "3.0.0"
source = { registry = "https://packages.example/simple" }
sdist = { url = "https://packages.example/flask.tar.gz", hash = "sha256:aa" }

[[package]]
name = "numpy"
version = "1.0.0"
source = { registry = "https://packages.example/simple" }

[[package]]
name = "numpy"
version = "2.0.0"
source = { registry = "https://packages.example/simple" }

[[package]]
name = "pytest"
version = "8.0.0"
source = { git = "https://github.com/ada/pytest?rev=1#0a1b" }

[[package]]
name = "ujson"
version = "5.0.0"
source = { registry = "https://packages.example/simple" }
`;

  test('members, extras, groups and versions for platforms', async () => {
    const graph = await graphOf('uv.lock', lock);
    expect(listed(graph)).toEqual(['flask@3.0.0', 'numpy@1.0.0', 'numpy@2.0.0', 'pytest@8.0.0', 'ujson@5.0.0']);
    expect(edges(graph)).toEqual([
      'workspace: -> flask (runtime): flask 3.0.0',
      'workspace: -> numpy (runtime): numpy 2.0.0',
      'workspace: -> cart (runtime): workspace:packages/cart',
      'workspace: -> ujson (optional): ujson 5.0.0',
      'workspace: -> pytest (dev): pytest 8.0.0',
    ]);
    expect(only(graph, 'pytest')).toMatchObject({ isDev: true, origin: 'git' });
    expect(only(graph, 'flask')).toMatchObject({
      integrity: 'sha256:aa',
      resolved: 'https://packages.example/flask.tar.gz',
    });
  });

  test('a later form', async () => {
    await expect(graphOf('uv.lock', 'version = 7\n')).rejects.toMatchObject({
      code: 'CDEV_E_LOCK_FILE_VERSION_UNKNOWN',
    });
  });
});
