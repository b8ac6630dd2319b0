import { expect, test } from '@jest/globals';
import { edges, graphOf, listed, only } from '../source.ts';

const lock = `%{
  "credo": {:hex, :credo, "1.7.0", "aa", [:mix], [{:jason, "~> 1.0", [hex: :jason, repo: "hexpm", optional: false]}], "hexpm", "bb"},
  "forked": {:git, "https://github.com/ada/forked.git", "0a1b", [branch: "main"]},
  "jason": {:hex, :jason, "1.4.0", "cc", [:mix], [{:decimal, "~> 2.0", [hex: :decimal, repo: "hexpm", optional: true]}], "hexpm", "dd"},
  "json": {:hex, :json_renamed, "0.1.0-rc.1", "ee", [:mix], [], "hexpm", "ff"},
  "plug": {:hex, :plug, "1.14.0", "11", [:mix], [{:jason, "~> 1.2", [hex: :jason, repo: "hexpm", optional: false]}], "hexpm", "22"},
}
`;
const mixExs = `defmodule Shop.MixProject do
  defp deps do
    [
      {:plug, "~> 1.14"},
      # {:left_out, "~> 1.0"},
      {:credo, "~> 1.7", only: [:dev, :test], runtime: false},
      {:forked,
       github: "ada/forked", only: :test}
    ]
  end
end
`;

test('packages of Hex under their own names, and who asks for them; only: of mix.exs', async () => {
  const graph = await graphOf('mix.lock', lock, { texts: { 'mix.exs': mixExs } });
  expect(graph).toMatchObject({ format: 'mix', ecosystem: 'Hex', gaps: [], missing: [] });
  expect(listed(graph)).toEqual(['credo@1.7.0', 'forked@', 'jason@1.4.0', 'json_renamed@0.1.0-rc.1', 'plug@1.14.0']);
  expect(edges(graph)).toEqual([
    'workspace: -> plug (runtime): plug',
    'workspace: -> credo (dev): credo',
    'workspace: -> forked (dev): forked',
    'credo -> jason (runtime): jason',
    'plug -> jason (runtime): jason',
  ]);
  expect(['credo', 'jason'].map((name) => only(graph, name).isDev)).toEqual([true, false]);
  expect(only(graph, 'forked')).toMatchObject({ origin: 'git', resolved: 'https://github.com/ada/forked.git' });
});

test('applications under one roof ask for themselves', async () => {
  const graph = await graphOf('mix.lock', lock, { texts: { 'mix.exs': '', 'apps/web/mix.exs': mixExs } });
  expect(edges(graph)).toContain('workspace:apps/web -> plug (runtime): plug');
});

test('without a mix.exs everything counts as shipped, and it says so', async () => {
  const graph = await graphOf('mix.lock', lock);
  expect([only(graph, 'credo').isDev, graph.gaps.length]).toEqual([false, 1]);
  expect((await graphOf('mix.lock', '%{\n}\n')).packages.size).toBe(0);
});

test.each([
  ['another file', 'hello'],
  ['cut off', lock.slice(0, lock.indexOf('  "json"'))],
  ['the marks of a merge', lock.replace('%{\n', '%{\n<<<<<<< HEAD\n')],
  ['an entry of another kind', '%{\n  "a": {:svn, "x"},\n}'],
])('refused: %s', async (_, text) => {
  await expect(graphOf('mix.lock', text)).rejects.toMatchObject({ code: 'CDEV_E_LOCK_FILE_MALFORMED' });
});
