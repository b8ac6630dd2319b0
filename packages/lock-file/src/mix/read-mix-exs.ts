import type { AskedDependency } from '../graph/build-graph.ts';

const development = new Set(['dev', 'test', 'docs', 'lint', 'ci']);

/**
 * What a `mix.exs` asks for, as the usual forms say it: `{:name, "range", only: [:dev, :test]}`. It is a program of Elixir; what it does otherwise is taken for
 * shipped.
 */
export function readMixExs(text: string): readonly AskedDependency[] {
  const code = text.replaceAll(/(?<=^|\s)#.*$/gm, '');
  return [...code.matchAll(/\{\s*:(\w+)\s*,([^{}]*)\}/g)].map(([, name = '', rest = '']) => {
    const [, range = ''] = /^\s*"([^"]*)"/.exec(rest) ?? [];
    const [, list] = /\bonly:\s*(\[[^\][]*\]|:\w+)/.exec(rest) ?? [];
    const groups = [...(list ?? '').matchAll(/:(\w+)|\b(\w+)\b/g)].map(([, atom, word = '']) => atom ?? word);
    const isDev = groups.length > 0 && groups.every((group) => development.has(group));
    return { name, range, kind: isDev ? 'dev' : 'runtime' };
  });
}
