import { describe, expect, test } from '@jest/globals';
import { edges, graphOf, listed, only } from '../source.ts';

const lock = `GIT
  remote: https://github.com/ada/forked.git
  revision: 0a1b
  specs:
    forked (1.0.0)

PATH
  remote: engines/cart
  specs:
    cart (0.1.0)
      rack (>= 2)

GEM
  remote: https://packages.example/
  specs:
    nokogiri (1.18.0-arm64-darwin)
      racc (~> 1.4)
    nokogiri (1.18.0-x86_64-linux-gnu)
      racc (~> 1.4)
    racc (1.8.1)
    rack (3.0.0)
    rake (13.0.0)
    rspec (3.13.0)

PLATFORMS
  arm64-darwin

DEPENDENCIES
  cart!
  forked!
  nokogiri (~> 1.18)
  rake
  rspec

BUNDLED WITH
   2.6.0
`;
const gemfile = `source 'https://packages.example'
gem 'nokogiri', '~> 1.18'
gem 'rake', group: [:development, :test]
group :development, :test do
  if RUBY_VERSION > '3'
    gem 'rspec' # specs
  end
end
gem 'forked', git: 'https://github.com/ada/forked.git'
`;

test('gems of all sections, each once whatever its platforms; groups of the Gemfile', async () => {
  const graph = await graphOf('Gemfile.lock', lock, { texts: { Gemfile: gemfile } });
  expect(graph).toMatchObject({ format: 'bundler', ecosystem: 'RubyGems', gaps: [], missing: [] });
  expect(listed(graph)).toEqual([
    'forked@1.0.0',
    'nokogiri@1.18.0',
    'racc@1.8.1',
    'rack@3.0.0',
    'rake@13.0.0',
    'rspec@3.13.0',
  ]);
  expect(edges(graph)).toEqual(
    expect.arrayContaining([
      'workspace: -> cart (runtime): workspace:engines/cart',
      'workspace:engines/cart -> rack (runtime): rack (3.0.0)',
      'nokogiri (1.18.0) -> racc (runtime): racc (1.8.1)',
    ]),
  );
  expect(['rspec', 'rake', 'nokogiri', 'racc'].map((name) => only(graph, name).isDev)).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(only(graph, 'forked').origin).toBe('git');
});

describe('a gem that has no entry', () => {
  const wanting = lock.replace('  rake\n', '  rake\n  tzinfo-data\n');
  const asking = async (line: string, platforms = ''): Promise<readonly string[]> => {
    const text = wanting.replace('  arm64-darwin\n', `  arm64-darwin\n${platforms}`);
    const { missing } = await graphOf('Gemfile.lock', text, { texts: { Gemfile: `${gemfile}${line}\n` } });
    return missing.map(({ name }) => name);
  };

  test.each([
    "gem 'tzinfo-data', platforms: %i[windows jruby]",
    "gem 'tzinfo-data', '~> 1.0', platforms: [:mingw, :mswin, :x64_mingw, :jruby]",
    "gem 'tzinfo-data', :platform => :mswin",
    "platforms :windows, :jruby do\n  gem 'tzinfo-data'\nend",
  ])('is in step where it is for platforms that the file is not for: %s', async (line) => {
    expect(await asking(line)).toEqual([]);
  });

  test.each([
    ["gem 'tzinfo-data'", ''],
    ["gem 'tzinfo-data', platforms: %i[windows ruby]", ''],
    ["gem 'tzinfo-data', platforms: %i[windows]", '  x64-mingw-ucrt\n'],
    ["gem 'tzinfo-data', platforms: :jruby", '  java\n'],
    ["gem 'tzinfo-data'\ngem 'tzinfo-data', platforms: %i[windows]", ''],
  ])('is missing where the file is for its platform: %s %j', async (line, platforms) => {
    expect(await asking(line, platforms)).toEqual(['tzinfo-data']);
  });
});

test('without a Gemfile everything counts as shipped, and it says so', async () => {
  const graph = await graphOf('Gemfile.lock', lock);
  expect(only(graph, 'rspec').isDev).toBe(false);
  expect(graph.gaps).toHaveLength(1);
});

test('another file', async () => {
  await expect(graphOf('Gemfile.lock', 'hello\n')).rejects.toMatchObject({ code: 'CDEV_E_LOCK_FILE_MALFORMED' });
});

test('a mark of the encoding before the first section does not take it away', async () => {
  expect(listed(await graphOf('Gemfile.lock', `\uFEFF${lock.slice(lock.indexOf('GEM'))}`))).toContain('rack@3.0.0');
});

test.each([
  [
    'the marks of a merge',
    lock.replace('    rack (3.0.0)\n', '<<<<<<< HEAD\n    rack (3.0.0)\n=======\n    rack (1.0.0)\n>>>>>>> b\n'),
  ],
  ['no end', lock.slice(0, lock.indexOf('    rake'))],
])('one with %s is refused', async (_, text) => {
  await expect(graphOf('Gemfile.lock', text)).rejects.toMatchObject({ code: 'CDEV_E_LOCK_FILE_MALFORMED' });
});
